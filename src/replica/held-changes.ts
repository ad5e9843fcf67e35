import { GenError } from '../core/errors.ts';
import type { OpenDocument } from './open-document.ts';
import type { Addition } from './operations.ts';

/** A change with what it adds, as it came. */
export interface Candidate {
  readonly addition: Addition;
  readonly chunk: Uint8Array;
}

const MAX_CHANGES = 1024;
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * Changes of one connection whose parents have not come yet. Sync decides by Bloom filters what the other side
 * lacks, and one change in a hundred is believed to be there and left out; its children wait here until it was
 * asked for by name.
 */
export class HeldChanges {
  readonly #byDocument = new Map<OpenDocument, readonly Candidate[]>();

  of(document: OpenDocument): readonly Candidate[] {
    return this.#byDocument.get(document) ?? [];
  }

  /** @throws GenError QuotaExceeded `held-changes` */
  keep(document: OpenDocument, candidates: readonly Candidate[]): void {
    const bytes = candidates.reduce((sum, { chunk }) => sum + chunk.length, 0);
    if (candidates.length > MAX_CHANGES || bytes > MAX_BYTES) {
      throw new GenError('QuotaExceeded', 'held-changes', { changes: candidates.length, bytes });
    }
    if (candidates.length === 0) this.#byDocument.delete(document);
    else this.#byDocument.set(document, candidates);
  }
}
