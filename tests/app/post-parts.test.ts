import { expect, test } from 'vitest';
import { postParts } from '../../src/app/post-parts.ts';

const bytes = (length: number) => new Uint8Array(length);

test('what fits goes in one post, and nothing in none', () => {
  const units = Array.from({ length: 500 }, () => [bytes(100)]);
  expect(postParts(units)).toEqual([units.flat()]);
  expect(postParts([])).toEqual([]);
});

test('a post has at most 500 members, each with the chain that it names', () => {
  const units = Array.from({ length: 300 }, () => [bytes(1), bytes(1)]);
  expect(postParts(units).map(({ length }) => length)).toEqual([500, 100]);
});

test('a chain that several records name goes once in each post', () => {
  const chain = bytes(1);
  const parts = postParts(Array.from({ length: 600 }, () => [chain, bytes(1)]));
  expect(parts.map(({ length }) => length)).toEqual([500, 102]);
  expect(parts.map((part) => part.filter((one) => one === chain))).toEqual([[chain], [chain]]);
});

test('a post has at most 1 MiB', () => {
  const half = 512 * 1024;
  expect(postParts([[bytes(half)], [bytes(half - 100)], [bytes(half)]]).map(({ length }) => length)).toEqual([
    2, 1,
  ]);
  expect(postParts([[bytes(half)], [bytes(half)]])).toHaveLength(2);
});
