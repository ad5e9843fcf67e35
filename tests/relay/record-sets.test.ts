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

test('what was decoded is kept, and the document that was used last stays however large it is', async () => {
  const { sets, read } = await journalOf({ [large]: 5000, [small]: 10 });
  sets.of(small);
  expect(sets.of(large).records).toHaveLength(5000);
  expect(sets.of(large)).toBe(sets.of(large));
  expect(read).toEqual([
    [small, 10],
    [large, 5000],
    [large, 0],
    [large, 0],
  ]);
});

test('of more members than are kept the documents that were used longest ago are read again', async () => {
  const { sets, read } = await journalOf({ [large]: 3000, [small]: 10, [other]: 2000 });
  sets.of(large);
  sets.of(small);
  sets.of(other);
  read.length = 0;

  sets.of(small);
  expect(sets.of(large).records).toHaveLength(3000);

  expect(read).toEqual([
    [small, 0],
    [large, 3000],
  ]);
});
