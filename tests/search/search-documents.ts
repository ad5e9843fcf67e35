import { array, constantFrom, nat, record, string, subarray, uniqueArray, type Arbitrary } from 'fast-check';
import { createModuleIndex } from '../../src/core/search/create-module-index.ts';
import type { Found, IndexQuery, ModuleIndex } from '../../src/core/search/module-index.ts';
import type { SearchDocument } from '../../src/core/search/search-document.ts';

/** A document that says nothing but its id, and what the test adds. */
export function documentOf(id: string, facts: Partial<SearchDocument> = {}): SearchDocument {
  return {
    id,
    name: id.split('.').at(-1) ?? id,
    description: '',
    tags: [],
    author: '',
    owner: '',
    licence: 'MIT',
    type: 'library',
    version: '1.0.0',
    imports: ['nothing'],
    exports: [],
    size: 8,
    updatedAt: 0,
    ...facts,
  };
}

export function indexOf(documents: readonly SearchDocument[]): ModuleIndex {
  const index = createModuleIndex();
  for (const document of documents) index.put(document);
  return index;
}

export const everything: IndexQuery = { text: '', sort: 'relevance', offset: 0, limit: 50 };

export function ask(index: ModuleIndex, query: Partial<IndexQuery> | string): Found {
  return index.search({ ...everything, ...(typeof query === 'string' ? { text: query } : query) });
}

export const idsFor = (index: ModuleIndex, query: Partial<IndexQuery> | string): string[] =>
  ask(index, query).matches.map(({ id }) => id);

const WORDS = [
  'codec',
  'codecs',
  'image',
  'imgae',
  'WebPDecoder',
  'sqlite3',
  'the',
  'of',
  'größe',
  '画像',
  'a',
  'jpeg',
];
const word = constantFrom(...WORDS);
const text = array(word, { maxLength: 6 }).map((words) => words.join(' '));

/** Few words, so that documents share them. */
export const someDocument: Arbitrary<SearchDocument> = record({
  id: constantFrom(
    'io.a.codec',
    'io.a.image',
    'io.b.codec-two',
    'io.b.webp',
    'org.c.lite',
    'org.c.jpeg',
    'x',
    'y.z',
  ),
  name: text,
  description: text,
  tags: subarray(['codec', 'image', 'Db'], { minLength: 0 }),
  author: text,
  owner: constantFrom('', 'did:key:zA'),
  licence: constantFrom('MIT', 'MIT OR Apache-2.0', ''),
  type: constantFrom('library', 'codec'),
  version: constantFrom('1.0.0', '2.1.0', 'none'),
  imports: subarray(['nothing', 'wasi']),
  exports: subarray(['encode(i32)->i32', 'decode(i32)->i32', 'free()->()']),
  size: nat(),
  updatedAt: nat(3),
});

export const someDocuments = uniqueArray(someDocument, { selector: ({ id }) => id, maxLength: 8 });

export const someQuery: Arbitrary<Partial<IndexQuery>> = record({
  text: array(
    constantFrom(
      ...WORDS,
      'cod',
      'imag',
      'webpdecodr',
      '"image codec"',
      '-jpeg',
      'tag:codec',
      'name:image',
      'version:>=2',
      'export:encode',
    ),
    { maxLength: 4 },
  ).map((words) => words.join(' ')),
  tags: subarray(['codec', 'image', 'absent']),
  types: subarray(['library', 'codec']),
  sort: constantFrom('relevance', 'popular', 'recent', 'rating', 'name'),
});

export const anyText = string({ unit: 'binary', maxLength: 300 });
