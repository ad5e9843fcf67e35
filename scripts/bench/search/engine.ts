import type { SearchDocument } from '../../../src/core/search/search-document.ts';

/** A full-text engine that holds documents. */
export interface Searcher {
  add(document: SearchDocument): void;
  /** Ids, best first. */
  find(text: string, limit: number): readonly string[];
  /** In the engine's own form, as a device would store it. */
  save(): Promise<Uint8Array>;
}

/** A way to search on a device, with the settings that its documentation advises for names and short texts. */
export interface Engine {
  readonly what: string;
  /** @param documents all added when it is returned. */
  build(documents: readonly SearchDocument[]): Searcher;
  /** Absent: nothing can be saved. */
  restore?(saved: Uint8Array): Promise<Searcher>;
}
