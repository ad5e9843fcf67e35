import { expect, test } from 'vitest';
import { quantile } from '../../scripts/bench/statistics.ts';
import { hitsOf, placeOf } from '../../scripts/bench/search/relevance.ts';

const searcher = { add: () => undefined, find: () => ['a', 'b', 'c'], save: async () => new Uint8Array() };
const question = (...wanted: string[]) => ({ text: 'codec', wanted: new Set(wanted), twins: 0 });

test('the place of a question is that of the first module that is wanted', () => {
  expect(placeOf(question('c', 'b'), searcher)).toBe(2);
  expect(placeOf(question('d'), searcher)).toBe(Number.POSITIVE_INFINITY);
});

test('hits count what was found in the first, the first three and the first ten', () => {
  expect(hitsOf([1, 1, 2, 3, 4, 10, Number.POSITIVE_INFINITY])).toEqual({
    asked: 7,
    first: 2,
    three: 4,
    ten: 6,
  });
});

test('a quantile is the nearest rank, and nothing has none', () => {
  const values = [4, 1, 3, 2];
  expect([0, 0.25, 0.5, 0.95, 1].map((q) => quantile(values, q))).toEqual([1, 1, 2, 4, 4]);
  expect(quantile([], 0.5)).toBeNaN();
});
