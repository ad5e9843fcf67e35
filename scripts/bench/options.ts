/** What a part of the bench is told. */
export interface BenchOptions {
  /** Measures the larger catalogues too. */
  readonly large: boolean;
  /** Files of real modules, as `gen import` takes them. */
  readonly catalogues: readonly string[];
}
