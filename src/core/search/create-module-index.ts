import { createAnswerer } from './answer.ts';
import { createDocumentStore, type StoredDocument } from './document-store.ts';
import { readPart, writePart } from './index-parts.ts';
import type { Found, ModuleIndex } from './module-index.ts';
import { createQueryCache } from './query-cache.ts';
import { replacementsFor } from './replacements.ts';
import type { SearchDocument } from './search-document.ts';
import { tokensOf } from './tokens.ts';
import { VALUE } from './value-table.ts';

const MOST_LISTED = 256;
const LONGEST_VALUE = 512;

/** The index of all modules of a device, in memory. See README.md for how it answers. */
export function createModuleIndex(): ModuleIndex {
  const store = createDocumentStore();
  const answer = createAnswerer(store);
  const cache = createQueryCache<Found>();

  /** Once each: those of its kind begin at `from`. */
  function take(kind: number, text: string, into: number[], from: number): void {
    if (text === '') return;
    const code = store.values.take(kind, text.length > LONGEST_VALUE ? text.slice(0, LONGEST_VALUE) : text);
    if (into.indexOf(code, from) === -1) into.push(code);
    else store.values.release(code);
  }

  function takeAll(kind: number, texts: readonly string[], into: number[]): void {
    const from = into.length;
    for (const text of texts.slice(0, MOST_LISTED)) take(kind, text, into, from);
  }

  function valuesOf(document: SearchDocument): Pick<StoredDocument, 'facets' | 'values'> {
    const facets: number[] = [];
    const values: number[] = [];
    for (const tag of document.tags.slice(0, MOST_LISTED)) take(VALUE.tag, tag, facets, 0);
    facets.sort((a, b) => a - b);
    takeAll(VALUE.import, document.imports, facets);
    take(VALUE.type, document.type, facets, facets.length);
    take(VALUE.licence, document.licence, facets, facets.length);
    take(VALUE.owner, document.owner, values, 0);
    take(VALUE.version, document.version, values, values.length);
    takeAll(VALUE.export, document.exports, values);
    return { facets, values };
  }

  return {
    get size() {
      return store.size;
    },
    has: (id) => store.slot(id) !== undefined,
    put(document) {
      cache.clear();
      store.remove(document.id);
      const tokens = tokensOf(document, store.lexicon, store.names);
      store.add({ id: document.id, tokens, ...valuesOf(document), updatedAt: document.updatedAt });
    },
    remove(id) {
      cache.clear();
      store.remove(id);
    },
    setPopularity(of) {
      cache.clear();
      store.setPopularity(of);
    },
    search: (query) => cache.get(query, answer),
    replacements: (id, limit) => replacementsFor(store, id, limit),
    part: (ids) => writePart(store, ids),
    restore(part) {
      cache.clear();
      readPart(store, part);
    },
  };
}
