import MiniSearch from 'minisearch';
import type { ModuleId } from '../ids.ts';
import type { ModuleType } from '../module-type.ts';

/** What search reads of a module. */
export interface SearchDocument {
  readonly id: ModuleId;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly author: string;
  readonly type: ModuleType;
}

export interface SearchIndex {
  /** Adds the document or takes the place of the one with its id. */
  put(document: SearchDocument): void;
  /** Best first; `undefined` for an empty query: everything matches and nothing is ranked. */
  search(text: string): readonly { readonly id: ModuleId; readonly score: number }[] | undefined;
}

interface Fields {
  readonly id: ModuleId;
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly tags: string;
  readonly author: string;
}

const WORDS = /[^\p{L}\p{N}]+/u;

/** Words of three letters tolerate no typo, longer ones one in five. */
function fuzziness(term: string): number | false {
  return term.length > 3 ? 0.2 : false;
}

/** Full text with prefixes on the last word and tolerance for typos; every word must match. */
export function createSearchIndex(): SearchIndex {
  const index = new MiniSearch<Fields>({
    idField: 'id',
    fields: ['path', 'name', 'description', 'tags', 'author'],
    tokenize: (text) => text.split(WORDS).filter((word) => word !== ''),
    searchOptions: {
      boost: { name: 4, path: 3, tags: 2 },
      combineWith: 'AND',
      prefix: (_term, position, terms) => position === terms.length - 1,
      fuzzy: fuzziness,
    },
  });
  return {
    put({ id, name, description, tags, author }) {
      const fields = { id, path: id, name, description, tags: tags.join(' '), author };
      if (index.has(id)) index.replace(fields);
      else index.add(fields);
    },
    search(text) {
      if (text.trim() === '') return undefined;
      return index.search(text).map(({ id, score }) => ({ id: id as ModuleId, score }));
    },
  };
}
