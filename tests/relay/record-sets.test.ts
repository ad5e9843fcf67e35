import { expect, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { ratingsDocument, type DocumentPath } from '../../src/core/record/document.ts';
import { recordSets } from '../../src/relay/record-sets.ts';
import { rates, signerNamed, testNamespace } from '../support/namespace.ts';

const ratingsOf = (name: string): DocumentPath => ratingsDocument(parseModuleId(`io.example.${name}`));
const [large, small, other] = [ratingsOf('large'), ratingsOf('small'), ratingsOf('other')];

/** A journal of one record, so many times for each document, that tells what was read of it. */
async function journalOf(sizes: Readonly<Record<DocumentPath, number>>) {
  const { namespace } = await testNamespace();
  const { bytes } = await rates(namespace, await signerNamed('bob'), parseModuleId('io.example.large'), 4);
  const read: [DocumentPath, number][] = [];
  const nothing = { members: [], position: 0 };
  const sets = recordSets({
    since(document, position) {
      const size = sizes[document] ?? 0;
      read.push([document, size - position]);
      return { members: Array.from({ length: size - position }, () => bytes), position: size };
    },
    capabilitiesSince: () => nothing,
  });
  return { sets, read };
}

test('what was decoded is kept, and of the few that were used last each, however large it is', async () => {
  const { sets, read } = await journalOf({ [large]: 5000, [other]: 5000, [small]: 10 });
  for (const document of [large, other, small, large, other]) sets.of(document);

  expect(sets.of(large).records).toHaveLength(5000);
  expect(sets.of(large)).toBe(sets.of(large));
  expect(read.slice(0, 3)).toEqual([
    [large, 5000],
    [other, 5000],
    [small, 10],
  ]);
  expect(read.slice(3).every(([, count]) => count === 0)).toBe(true);
});

test('of more members than are kept the documents that were used longest ago are read again', async () => {
  const others = Array.from({ length: 10 }, (_, number) => ratingsOf(`other${number}`));
  const { sets, read } = await journalOf({
    [large]: 3000,
    [small]: 10,
    ...Object.fromEntries(others.map((document) => [document, 200])),
  });
  for (const document of [large, small, ...others]) sets.of(document);
  read.length = 0;

  for (const document of [small, ...others]) sets.of(document);
  expect(sets.of(large).records).toHaveLength(3000);

  expect(read.filter(([, count]) => count > 0)).toEqual([[large, 3000]]);
});
