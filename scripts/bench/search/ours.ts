import { deserialize, serialize } from 'node:v8';
import { createModuleIndex } from '../../../src/core/search/create-module-index.ts';
import type { IndexPart } from '../../../src/core/search/index-part.ts';
import type { ModuleIndex } from '../../../src/core/search/module-index.ts';
import type { SearchDocument } from '../../../src/core/search/search-document.ts';
import type { Engine, Searcher } from './engine.ts';

/** As many parts as the catalogue has shards: each is stored by itself. */
const PARTS = 64;

function searcher(index: ModuleIndex, ids: string[]): Searcher {
  return {
    add(document: SearchDocument) {
      index.put(document);
      ids.push(document.id);
    },
    find: (text, limit) =>
      index.search({ text, sort: 'relevance', offset: 0, limit }).matches.map(({ id }) => id),
    async save() {
      const parts = Array.from({ length: PARTS }, (_, part) =>
        index.part(ids.filter((_id, place) => place % PARTS === part)),
      );
      // The form of a structured clone, which is what IndexedDB keeps.
      return serialize({ ids, parts });
    },
  };
}

/** With facets counted for every question, which the others are not asked for. */
export const ours: Engine = {
  what: 'ours (and facets)',
  build(documents) {
    const index = createModuleIndex();
    for (const document of documents) index.put(document);
    return searcher(
      index,
      documents.map(({ id }) => id),
    );
  },
  async restore(saved) {
    const { ids, parts } = deserialize(saved) as { ids: string[]; parts: IndexPart[] };
    const index = createModuleIndex();
    for (const part of parts) index.restore(part);
    return searcher(index, ids);
  },
};
