import type { SearchDocument } from '../../../src/core/search/search-document.ts';
import type { Engine } from './engine.ts';

const WORDS = /\s+/u;

/** What can be done without an index: every name is looked at for each question, and nothing is ranked. */
export const linearScan: Engine = {
  what: 'names that include every word, one after the other',
  build(documents) {
    const names: { readonly id: string; readonly name: string }[] = [];
    const add = ({ id, name }: SearchDocument) => names.push({ id, name: name.toLowerCase() });
    documents.forEach(add);
    return {
      add,
      find(text, limit) {
        const words = text.toLowerCase().split(WORDS);
        const found: string[] = [];
        for (const { id, name } of names) {
          if (!words.every((word) => name.includes(word))) continue;
          if (found.push(id) === limit) break;
        }
        return found;
      },
      save: async () => new TextEncoder().encode(JSON.stringify(names)),
    };
  },
};
