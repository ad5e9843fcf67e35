import { array, assert as hold, property, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { createModuleIndex } from '../../src/core/search/create-module-index.ts';
import type { IndexPart } from '../../src/core/search/index-part.ts';
import { ask, documentOf, indexOf, someDocuments, someQuery } from './search-documents.ts';

test('a restored index answers exactly as the one it was stored from, whatever parts it was stored in', () => {
  hold(
    property(
      someDocuments,
      someDocuments,
      array(someQuery, { maxLength: 3 }),
      (documents, others, queries) => {
        const original = indexOf(documents);
        const half = documents.length >> 1;
        const ids = documents.map(({ id }) => id);
        const restored = indexOf(others);
        for (const { id } of others) if (!ids.includes(id)) restored.remove(id);
        for (const part of [
          original.part(ids.slice(0, half)),
          original.part([...ids.slice(half), 'unknown']),
        ])
          restored.restore(structuredClone(part));
        for (const query of queries) expect(ask(restored, query)).toEqual(ask(original, query));
      },
    ),
  );
});

test('columns that came back as bytes are read too', () => {
  const original = indexOf([documentOf('io.a.codec', { description: 'Decodes.' })]);
  const { columns, ...part } = original.part(['io.a.codec']);
  const asBytes = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      ArrayBuffer.isView(column)
        ? new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
        : column,
    ]),
  );
  const restored = createModuleIndex();
  restored.restore({ ...part, columns: asBytes });
  expect(ask(restored, 'decodes')).toEqual(ask(original, 'decodes'));
});

test('a part of another format, or one that is not whole, changes nothing', () => {
  const index = indexOf([documentOf('io.a.codec')]);
  const part = index.part(['io.a.codec']);
  const broken: IndexPart[] = [
    { ...part, format: part.format + 1 },
    { ...part, ids: ['io.a.codec', 'io.a.other'] },
    { ...part, columns: { ...part.columns, words: '' } },
    { ...part, columns: { ...part.columns, values: [] } },
    { ...part, columns: {} },
  ];
  for (const one of broken) expect(() => index.restore(one)).toThrow('index-part');
  expect(ask(index, 'codec').total).toBe(1);
});

test('a damaged column is refused or read, and the index goes on', () => {
  const index = indexOf([documentOf('io.a.codec', { description: 'Decodes pictures.' })]);
  const part = index.part(['io.a.codec']);
  const columns = ['tokens', 'tokenEnds', 'codes', 'valueEnds', 'kinds', 'times'];
  hold(
    property(uint8Array({ maxLength: 64 }), (bytes) => {
      for (const column of columns) {
        const copy = createModuleIndex();
        try {
          copy.restore({ ...part, columns: { ...part.columns, [column]: bytes } });
        } catch (error) {
          expect(error).toMatchObject({ code: 'Storage', reason: 'index-part' });
        }
        expect(ask(copy, 'codec').total).toBeLessThanOrEqual(1);
      }
    }),
  );
});
