/** What a heuristic noticed. */
export type FindingKind =
  | 'large-memory'
  | 'growing-memory'
  | 'huge-table'
  | 'huge-data'
  | 'start-function'
  | 'embedded-executable'
  | 'embedded-archive'
  | 'high-entropy';

/**
 * Something that deserves a look; never a verdict by itself.
 *
 * @property sure `certain`: declared in the binary; `likely`: more than a signature of a few bytes fits.
 * @property evidence technical: where, and what was found.
 */
export interface Finding {
  readonly kind: FindingKind;
  readonly sure: 'certain' | 'likely';
  readonly evidence: string;
}
