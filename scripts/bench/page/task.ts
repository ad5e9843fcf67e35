/** What the worker of the bench is asked to time. */
export interface Task {
  readonly what: 'report' | 'floor';
  /** Moved. */
  readonly source: ArrayBuffer;
}

/** Milliseconds in the worker, or what went wrong. */
export type TaskAnswer = { readonly ms: number } | { readonly failure: string };
