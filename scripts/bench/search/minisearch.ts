import MiniSearch, { type Options } from 'minisearch';
import type { Engine, Searcher } from './engine.ts';
import { documentFields, type DocumentFields } from './document-fields.ts';

const WORDS = /[^\p{L}\p{N}]+/u;

type Row = DocumentFields & { readonly id: string };

const OPTIONS: Options<Row> = {
  fields: ['path', 'name', 'description', 'tags', 'author'],
  tokenize: (text) => text.split(WORDS).filter((word) => word !== ''),
  searchOptions: {
    boost: { name: 4, path: 3, tags: 2 },
    combineWith: 'AND',
    prefix: (_term, position, terms) => position === terms.length - 1,
    fuzzy: (term) => (term.length > 3 ? 0.2 : false),
  },
};

function searcher(index: MiniSearch<Row>): Searcher {
  return {
    add: (document) => index.add({ id: document.id, ...documentFields(document) }),
    find: (text, limit) =>
      index
        .search(text)
        .slice(0, limit)
        .map(({ id }) => id as string),
    save: async () => new TextEncoder().encode(JSON.stringify(index)),
  };
}

/** As this project searched before it ranked by itself. */
export const minisearch: Engine = {
  what: 'minisearch (prefix on the last word, fuzzy 0.2)',
  build(documents) {
    const index = new MiniSearch(OPTIONS);
    index.addAll(documents.map((document) => ({ id: document.id, ...documentFields(document) })));
    return searcher(index);
  },
  restore: async (saved) => searcher(MiniSearch.loadJSON(new TextDecoder().decode(saved), OPTIONS)),
};
