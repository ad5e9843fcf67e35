import { assert as hold, boolean, constantFrom, nat, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance } from '../../src/core/search/edit-distance.ts';

/** Optimal string alignment as its definition says. */
function aligned(from: string, to: string): number {
  const cost = (a: number, b: number): number => {
    if (a === 0 || b === 0) return a + b;
    const same = from[a - 1] === to[b - 1];
    const swapped = a > 1 && b > 1 && from[a - 1] === to[b - 2] && from[a - 2] === to[b - 1];
    return Math.min(
      cost(a - 1, b) + 1,
      cost(a, b - 1) + 1,
      cost(a - 1, b - 1) + (same ? 0 : 1),
      swapped ? cost(a - 2, b - 2) + 1 : Number.POSITIVE_INFINITY,
    );
  };
  return cost(from.length, to.length);
}

const word = string({ unit: constantFrom('a', 'b', 'c'), maxLength: 6 });

test('edits are counted as the definition has them, up to a bound', () => {
  hold(
    property(word, word, nat(3), boolean(), (from, to, most, open) => {
      const beginnings = Array.from({ length: to.length + 1 }, (_, length) => to.slice(0, length));
      const least = Math.min(...(open ? beginnings : [to]).map((text) => aligned(from, text)));
      expect(editDistance(from, to, most, open)).toBe(Math.min(least, most + 1));
    }),
  );
});

test('the best beginning counts, however far what follows it is', () => {
  expect(editDistance('ab', 'cccc', 2, true)).toBe(2);
});
