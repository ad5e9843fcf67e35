import type { DocumentPath } from '../core/record/document.ts';

/**
 * Appends accepted members to the Automerge documents. Called after the journal's commit: it may fail or lag
 * without losing anything, and is told again. Members that a document has already are left alone.
 */
export interface DocumentWriter {
  add(path: DocumentPath, members: readonly Uint8Array[]): Promise<void>;
}
