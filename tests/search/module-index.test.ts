import { array, assert as hold, property, shuffledSubarray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createModuleIndex } from '../../src/core/search/create-module-index.ts';
import {
  anyText,
  ask,
  documentOf,
  everything,
  idsFor,
  indexOf,
  someDocument,
  someDocuments,
  someQuery,
} from './search-documents.ts';

const WEBP = documentOf('io.acme.webp', {
  name: 'WebP decoder',
  description: 'Decodes pictures in the WebP format, an image codec.',
  tags: ['image', 'codec'],
  author: 'Ada Lovelace',
  owner: 'did:key:zAda',
  type: 'codec',
  exports: ['decode(i32,i32)->i32', 'free(i32)->()'],
  version: '2.1.0',
  updatedAt: 3,
});
const ZSTD = documentOf('io.acme.zstd', {
  name: 'Zstandard',
  description: 'Compression with a high ratio.',
  tags: ['compression', 'codec'],
  licence: 'BSD-3-Clause OR GPL-2.0-only',
  imports: ['wasi'],
  exports: ['compress(i32,i32)->i32', 'decode(i32,i32)->i32', 'free(i32)->()'],
  updatedAt: 2,
});
const SQLITE = documentOf('org.sqlite.sqlite3', {
  name: 'SQLite',
  description: 'A database in one file; codec of pages for an image.',
  tags: ['database'],
  updatedAt: 1,
});
const index = indexOf([SQLITE, ZSTD, WEBP]);

test.each([
  ['a name', 'sqlite', [SQLITE]],
  ['the beginning of a word', 'zst', [ZSTD]],
  ['a word in the hump of another', 'webp', [WEBP]],
  ['a letter too few', 'zstandrd', [ZSTD]],
  ['two letters that changed places', 'dtaabase', [SQLITE]],
  ['the whole name without its blank', 'webpdecoder', [WEBP]],
  ['a label of the id', 'io.acme.zstd', [ZSTD]],
  ['the author', 'lovelace', [WEBP]],
  ['words without their marks', 'Zstandárd', [ZSTD]],
  ['all of several words', 'compression ratio', [ZSTD]],
  ['what tells most where no document has all words', 'pictures quantum', [WEBP]],
  ['words beside stop words', 'compression of the ratio', [ZSTD]],
  ['a phrase', '"image codec"', [WEBP]],
  ['a word that another one must not stand beside', 'codec -pictures -database', [ZSTD]],
  ['a tag', 'tag:database', [SQLITE]],
  ['a word of the author', 'author:ada', [WEBP]],
  ['the owner', 'author:did:key:zAda', [WEBP]],
  ['a word of the name alone', 'name:decoder', [WEBP]],
  ['a word of the id alone', 'id:sqlite', [SQLITE]],
  ['what it needs', 'needs:wasi', [ZSTD]],
  ['a licence within an expression', 'license:bsd-3-clause', [ZSTD]],
  ['its type', 'type:codec', [WEBP]],
  ['a range of versions', 'version:>=2', [WEBP]],
  ['the beginning of a function', 'export:compr', [ZSTD]],
  ['a function with its type', 'export:compress(i32, i32) -> i32', [ZSTD]],
  ['a function of another type', 'export:compress(i32)->i32', []],
  ['nothing that is there', 'quantum', []],
])('finds by %s', (_, text, found) => {
  expect(idsFor(index, text)).toEqual(found.map(({ id }) => id));
});

test('the last word of each field is a beginning, in any order', () => {
  const index = indexOf([
    documentOf('a.json', { name: 'json', author: 'ada' }),
    documentOf('b.js', { name: 'js', author: 'bob' }),
    documentOf('c.other', { description: 'js', author: 'ada' }),
  ]);
  expect(idsFor(index, 'author:ada name:js')).toEqual(['a.json']);
  expect(idsFor(index, 'name:js author:ada')).toEqual(['a.json']);
  expect(idsFor(index, 'name:js author:ad')).toEqual(['a.json']);
  expect(idsFor(index, 'name:"js" author:ada')).toEqual([]);
});

test('a quoted word finds itself, and neither what begins so nor what is nearly so', () => {
  const index = indexOf([
    documentOf('a.json'),
    documentOf('b.jsonic'),
    documentOf('c.compression', { description: 'As json.' }),
  ]);
  expect(idsFor(index, '"json"')).toEqual(['a.json', 'c.compression']);
  expect(idsFor(index, '"compresion"')).toEqual([]);
});

test('a type alone finds every module with such a function', () => {
  expect(idsFor(index, 'export:(i32,i32)->i32')).toEqual([WEBP.id, ZSTD.id]);
});

test('stop words alone find too', () => {
  expect(idsFor(index, 'the')).toEqual([WEBP.id]);
});

test('the exact name goes before names that begin so, however often those say it', () => {
  const named = ['ocaml-ocaml', 'ocaml', 'ocaml-base'].map((name) =>
    documentOf(`io.a.${name}`, { name, description: name === 'ocaml' ? '' : 'ocaml ocaml ocaml' }),
  );
  expect(idsFor(indexOf(named), 'ocaml')[0]).toBe('io.a.ocaml');
});

test('words of three letters tolerate no typo, and a number is no typo of another number', () => {
  const close = indexOf([documentOf('a.pmp'), documentOf('a.rfc5297')]);
  expect(idsFor(close, 'pdp')).toEqual([]);
  expect(idsFor(close, 'rfc5298')).toEqual([]);
});

test('what is used more goes first among what fits equally, and no further', () => {
  const [one, two] = [documentOf('a.x.codec', { name: 'codec' }), documentOf('b.x.codec', { name: 'codec' })];
  const mention = documentOf('c.other', { description: 'codec' });
  const used = indexOf([one, two, mention]);
  used.setPopularity(
    new Map([
      [two.id, { uses: 5, score: 0 }],
      [mention.id, { uses: 1e9, score: 5 }],
    ]),
  );
  expect(idsFor(used, 'codec')).toEqual([two.id, one.id, mention.id]);
  expect(idsFor(used, { sort: 'popular' })).toEqual([mention.id, two.id, one.id]);
  expect(idsFor(used, { sort: 'rating' })[0]).toBe(mention.id);
});

test('nothing typed lists all, newest first', () => {
  expect(ask(index, '').matches).toEqual([WEBP, ZSTD, SQLITE].map(({ id }) => ({ id, score: 0 })));
});

test('a page is a part of the whole list', () => {
  expect(idsFor(index, { sort: 'name', offset: 1, limit: 1 })).toEqual([WEBP.id]);
});

test('tags narrow each other; types widen, and are counted without their own filter', () => {
  const found = ask(index, { tags: ['codec'], types: ['codec'] });
  expect(found).toMatchObject({
    total: 1,
    tags: [
      { value: 'codec', count: 1 },
      { value: 'image', count: 1 },
    ],
    types: [
      { value: 'codec', count: 1 },
      { value: 'library', count: 1 },
    ],
    imports: [{ value: 'nothing', count: 1 }],
  });
});

test('what is to be left out counts in `left` and nowhere else', () => {
  const found = ask(index, { text: 'codec', without: new Set([WEBP.id]) });
  expect(found).toMatchObject({ total: 2, left: 1 });
  expect(found.tags).not.toContainEqual({ value: 'image', count: 1 });
  expect(idsFor(index, { only: new Set([WEBP.id, 'unknown']) })).toEqual([WEBP.id]);
});

test.each([
  ['shape:round codec', 'shape:round', 'unknown-field'],
  ['tag: codec', 'tag:', 'empty-field'],
  ['version:>>2 codec', 'version:>>2', 'range'],
  ['export:)( codec', 'export:)(', 'signature'],
  ['needs:luck codec', 'needs:luck', 'needs'],
])('"%s" is told to be wrong and finds by what is left', (text, typed, reason) => {
  const found = ask(index, text);
  expect(found.problems).toEqual([{ typed, reason }]);
  expect(found.total).toBe(3);
});

test('a module can be replaced by those that offer all that it does, those with the least beside first', () => {
  expect(index.replacements(WEBP.id, 5)).toEqual([{ id: ZSTD.id, shared: 2 }]);
  expect(index.replacements(ZSTD.id, 5)).toEqual([]);
  expect(index.replacements(SQLITE.id, 5)).toEqual([]);
});

test('an answer is not remembered beyond a change', () => {
  const changed = indexOf([WEBP]);
  expect(idsFor(changed, 'decoder')).toEqual([WEBP.id]);
  changed.remove(WEBP.id);
  expect(idsFor(changed, 'decoder')).toEqual([]);
});

test('every order of arrival gives the same answers', () => {
  const orders = someDocuments.chain((documents) =>
    shuffledSubarray(documents, { minLength: documents.length }).map((other) => [documents, other] as const),
  );
  hold(
    property(orders, someQuery, ([documents, other], query) => {
      expect(ask(indexOf(other), query)).toEqual(ask(indexOf(documents), query));
    }),
  );
});

test('an index after any puts and removals answers as one made of what is left', () => {
  const steps = array(
    someDocument.map((document) => ({ document, isPut: document.size % 3 > 0 })),
    { maxLength: 24 },
  );
  hold(
    property(steps, someQuery, (changes, query) => {
      const changed = createModuleIndex();
      const left = new Map<string, (typeof changes)[number]['document']>();
      for (const { document, isPut } of changes) {
        if (isPut) changed.put(document);
        else changed.remove(document.id);
        left.delete(document.id);
        if (isPut) left.set(document.id, document);
      }
      expect(changed.size).toBe(left.size);
      expect(ask(changed, query)).toEqual(ask(indexOf([...left.values()]), query));
    }),
  );
});

test('no text of a person and no document breaks the index', () => {
  const made = anyText.map((text) =>
    documentOf(`x.${text}`, { name: text, description: text, tags: [text], licence: text, exports: [text] }),
  );
  hold(
    property(array(made, { maxLength: 4 }), anyText, (documents, text) => {
      const hostile = indexOf(documents);
      expect(ask(hostile, text).matches.length).toBeLessThanOrEqual(everything.limit);
      const copy = createModuleIndex();
      copy.restore(hostile.part(documents.map(({ id }) => id)));
      expect(ask(copy, text)).toEqual(ask(hostile, text));
    }),
  );
});

test.each([
  '__proto__',
  'constructor',
  'toString',
  '\0',
  '\ud800',
  '\u202eabc',
  'a'.repeat(1_000_000),
  '"'.repeat(500),
  '-'.repeat(500),
  'tag:'.repeat(200),
  '('.repeat(500),
  `export:${'('.repeat(190)}`,
  `version:${'>'.repeat(190)}`,
])('a hostile question is answered (case %#)', (text) => {
  expect(ask(index, text).total).toBeLessThanOrEqual(3);
});

describe('few modules with all the words', () => {
  const others = Array.from({ length: 40 }, (_, at) =>
    documentOf(`io.a.other${at}`, { description: 'A generator.' }),
  );
  const both = documentOf('io.a.cuid', { description: 'A generator of uuid and more.' });
  const uuids = ['one', 'two'].map((name) => documentOf(`io.uuid.${name}`, { description: 'Makes uuid.' }));

  test('are followed by those that have the telling one, and not by those that have the common one', () => {
    const found = ask(indexOf([...others, ...uuids, both]), 'uuid generator');
    expect(found.matches.map(({ id }) => id)).toEqual(['io.a.cuid', 'io.uuid.one', 'io.uuid.two']);
    expect(found.total).toBe(3);
    const [first = { score: 0 }, second = { score: 0 }] = found.matches;
    expect(second.score).toBeLessThan(first.score);
  });

  test('are followed by no more than thirty', () => {
    const many = Array.from({ length: 100 }, (_, at) =>
      documentOf(`io.uuid.m${at}`, { description: 'uuid' }),
    );
    const common = Array.from({ length: 400 }, (_, at) =>
      documentOf(`io.b.other${at}`, { description: 'generator' }),
    );
    expect(ask(indexOf([...many, ...common, both]), 'uuid generator').total).toBe(31);
  });

  test('stand alone where there are ten, and where a word stands in quotes', () => {
    const ten = Array.from({ length: 10 }, (_, at) =>
      documentOf(`io.b.cuid${at}`, { description: 'A generator of uuid.' }),
    );
    expect(ask(indexOf([...others, ...uuids, ...ten]), 'uuid generator').total).toBe(10);
    expect(ask(indexOf([...others, ...uuids, both]), 'uuid "generator"').total).toBe(1);
  });

  test('leave no trace in the next question', () => {
    const index = indexOf([...others, ...uuids, both]);
    const fresh = indexOf([...others, ...uuids, both]);
    ask(index, 'uuid generator');
    for (const text of ['generator', 'uuid makes', 'uuid'])
      expect(ask(index, text)).toEqual(ask(fresh, text));
  });
});
