import { expect, test } from 'vitest';
import { drawQueries, oneEdit } from '../../scripts/bench/search/drawn-queries.ts';
import { typedTexts, wholeTexts } from '../../scripts/bench/search/typed-queries.ts';
import type { SearchDocument } from '../../src/core/search/search-document.ts';
import { documentOf } from '../search/search-documents.ts';
import { randomOf } from '../support/random.ts';

const describedOf = (id: string, facts?: Partial<SearchDocument>): SearchDocument =>
  documentOf(id, { description: `Reads and writes ${id}`, tags: ['codec'], ...facts });

const documents = Array.from({ length: 40 }, (_, place) => describedOf(`io.acme.module${place}`));

test('the same seed draws the same questions, another seed others', () => {
  expect(drawQueries(documents, 1, 10)).toEqual(drawQueries(documents, 1, 10));
  expect(drawQueries(documents, 1, 10)).not.toEqual(drawQueries(documents, 2, 10));
});

test('no class has more questions than asked for, and none that its modules cannot be asked by', () => {
  const [short] = [describedOf('io.ab', { tags: [], description: 'Short' })];
  const drawn = drawQueries([...documents.slice(0, 3), short], 1, 10);

  expect([...drawn].map(([what, { length }]) => [what, length])).toEqual([
    ['exact name', 4],
    ['name without its last two letters', 3],
    ['name with one edit', 3],
    ['two rarer words of the description', 3],
    ['a tag and a word of the description', 3],
  ]);
});

test('a question that fits other modules as well says how many', () => {
  const twins = [describedOf('io.acme.png'), describedOf('io.other.png'), describedOf('io.acme.jpeg')];
  const exact = drawQueries(twins, 1, 3).get('exact name') ?? [];

  expect(Object.fromEntries(exact.map(({ from, twins: others }) => [from, others]))).toEqual({
    'io.acme.png': 1,
    'io.other.png': 1,
    'io.acme.jpeg': 0,
  });
});

test('one edit adds, drops, changes or swaps letters, and is never the name itself', () => {
  const random = randomOf(3);
  const edited = Array.from({ length: 500 }, () => oneEdit('aabbcc', random));

  expect(edited).not.toContain('aabbcc');
  expect(new Set(edited.map(({ length }) => length))).toEqual(new Set([5, 6, 7]));
});

test('texts to type are each there once, and no whole question is one of them', () => {
  const typed = typedTexts(documents);
  const whole = wholeTexts(documents);

  expect(new Set(typed).size).toBe(typed.length);
  expect(new Set(whole).size).toBe(whole.length);
  expect(whole.filter((text) => typed.includes(text))).toEqual([]);
});
