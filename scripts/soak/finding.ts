/** One promise, put to the test many times. */
export interface Finding {
  readonly what: string;
  readonly runs: number;
  /** Runs that broke the promise. */
  readonly broken: number;
  /** Figures that were measured on the way, e.g. `p99 41 ms`. */
  readonly measured?: string | undefined;
}
