import {
  create,
  insert,
  insertMultiple,
  load,
  save,
  search,
  type AnyOrama,
  type RawData,
} from '@orama/orama';
import type { SearchDocument } from '../../../src/core/search/search-document.ts';
import type { Engine, Searcher } from './engine.ts';
import { documentFields } from './document-fields.ts';

const TEXT = 'string' as const;
const BOOST = { name: 4, path: 3, tags: 2 };

function empty(): AnyOrama {
  return create({
    schema: { path: TEXT, name: TEXT, description: TEXT, tags: TEXT, author: TEXT },
    // Nothing is ordered by a field here.
    sort: { enabled: false },
  });
}

const row = (document: SearchDocument) => ({ id: document.id, ...documentFields(document) });

function searcher(database: AnyOrama): Searcher {
  const ask = (
    text: string,
    options: { limit: number; threshold?: number; tolerance?: number },
  ): string[] => {
    const found = search(database, { term: text, boost: BOOST, ...options });
    // It waits for nothing unless a plugin does.
    if (found instanceof Promise) throw new Error('orama answers later');
    return found.hits.map(({ id }) => id);
  };
  return {
    add: (document) => void insert(database, row(document)),
    find(text, limit) {
      const exact = ask(text, { limit, threshold: 0 });
      const found =
        exact.length < limit ? [...new Set([...exact, ...ask(text, { limit, tolerance: 1 })])] : exact;
      return found.slice(0, limit);
    },
    save: async () => new TextEncoder().encode(JSON.stringify(save(database))),
  };
}

export const orama: Engine = {
  what: 'orama (boosts, tolerance 1 where few fit)',
  build(documents) {
    const database = empty();
    void insertMultiple(database, documents.map(row), documents.length, undefined, undefined, 0);
    return searcher(database);
  },
  async restore(saved) {
    const database = empty();
    load(database, JSON.parse(new TextDecoder().decode(saved)) as RawData);
    return searcher(database);
  },
};
