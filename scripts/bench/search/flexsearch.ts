import { deserialize, serialize } from 'node:v8';
import { Charset, Document, type DocumentOptions } from 'flexsearch';
import type { SearchDocument } from '../../../src/core/search/search-document.ts';
import { documentFields } from './document-fields.ts';
import type { Engine, Searcher } from './engine.ts';

type Row = { id: string; name: string; typed: string; all: string };

/** The name by its beginnings, then with one slip, then all texts in one so that words may stand in different ones. */
const OPTIONS: DocumentOptions<Row> = {
  encoder: Charset.Default,
  document: {
    id: 'id',
    index: [
      { field: 'name', tokenize: 'forward' },
      { field: 'typed', tokenize: 'tolerant' },
      { field: 'all', tokenize: 'forward' },
    ],
  },
};

function row(document: SearchDocument): Row {
  const fields = documentFields(document);
  const all = [fields.name, fields.path, fields.tags, fields.description, fields.author].join(' ');
  return { id: document.id, name: fields.name, typed: fields.name, all };
}

function searcher(index: Document<Row>): Searcher {
  const ask = (text: string, limit: number, suggest: boolean): string[] =>
    index.search(text, { limit, suggest, merge: true }).map(({ id }) => String(id));
  return {
    add: (document) => void index.add(row(document)),
    find(text, limit) {
      const exact = ask(text, limit, false);
      const found = exact.length < limit ? [...new Set([...exact, ...ask(text, limit, true)])] : exact;
      return found.slice(0, limit);
    },
    async save() {
      const parts: [string, string][] = [];
      await index.export(async (key, data) => {
        parts.push([key, data]);
      });
      // At 100,000 modules they are more than one text can hold.
      return serialize(parts);
    },
  };
}

export const flexsearch: Engine = {
  what: 'flexsearch (forward, tolerant names, suggestions where few fit)',
  build(documents) {
    const index = new Document(OPTIONS);
    for (const document of documents) index.add(row(document));
    return searcher(index);
  },
  async restore(saved) {
    const index = new Document(OPTIONS);
    const parts = deserialize(saved) as [string, string][];
    for (const [key, data] of parts) index.import(key, data);
    return searcher(index);
  },
};
