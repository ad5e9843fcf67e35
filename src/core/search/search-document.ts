/** What search reads of a module: texts for its words, columns for its filters and orders. */
export interface SearchDocument {
  /** Unique. Split at its dots for search. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** As its publisher names whoever made it; may be empty. */
  readonly author: string;
  /** The owner's DID; may be empty. */
  readonly owner: string;
  /** SPDX; may be empty. */
  readonly licence: string;
  readonly type: string;
  readonly version: string;
  /** `nothing`, `wasi`, `env`, … as the import classes of the report. */
  readonly imports: readonly string[];
  /** Functions with their types, `compress(i32,i32)->i32`. */
  readonly exports: readonly string[];
  /** Bytes of the binary. */
  readonly size: number;
  /** Microseconds since 1970. */
  readonly updatedAt: number;
}
