/**
 * Some documents of an index as they are stored: their words already told apart, so that a start reads numbers and no
 * texts. Plain data of strings and typed arrays, which structured clone and CBOR both carry. A part stands by itself:
 * its words are numbered within it.
 */
export interface IndexPart {
  /** Raised with every change of the layout or of how texts are split: a part of another format is thrown away. */
  readonly format: number;
  readonly ids: readonly string[];
  readonly columns: Readonly<Record<string, unknown>>;
}
