import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FULL_AREA, includesArea, includesEntry, subspaceArea } from '../../src/core/access/area.ts';
import { parseMicros } from '../../src/core/ids.ts';
import { area, holder } from './keys.ts';
import { contains, type Point } from './naive.ts';

const [alice, bob, carol] = [holder(1).key, holder(2).key, holder(3).key];

test('an area covers its path and what lies below it, from its start up to but not at its end', () => {
  const granted = area(alice, ['modules', 'io'], 100, 200);
  const at = (path: string[], time: number, subspace = alice) =>
    includesEntry(granted, { subspace, path, timestamp: parseMicros(time) });

  expect(at(['modules', 'io'], 100)).toBe(true);
  expect(at(['modules', 'io', 'acme'], 199)).toBe(true);
  expect(at(['modules', 'io', 'acme'], 200)).toBe(false);
  expect(at(['modules', 'io', 'acme'], 99)).toBe(false);
  expect(at(['modules'], 150)).toBe(false);
  expect(at(['modules', 'iox'], 150)).toBe(false);
  expect(at(['modules', 'io'], 150, bob)).toBe(false);
});

test('the full area includes every other, and is included in none but itself', () => {
  expect(includesArea(FULL_AREA, subspaceArea(alice))).toBe(true);
  expect(includesArea(subspaceArea(alice), FULL_AREA)).toBe(false);
  expect(includesArea(FULL_AREA, FULL_AREA)).toBe(true);
});

const small = fc
  .record({
    subspace: fc.constantFrom(undefined, alice, bob),
    path: fc.constantFrom([], ['a'], ['b'], ['a', 'b'], ['ab']),
    start: fc.nat(3),
    length: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  })
  .map(({ subspace, path, start, length }) =>
    area(subspace, path, start, length === undefined ? undefined : start + length),
  );

/** Nobody names carol, nothing lies at `c/`, no range ends at 9: these stand for all that is unbounded. */
const points: readonly Point[] = [alice, bob, carol].flatMap((subspace) =>
  ['', 'c/', 'a/', 'a/c/', 'b/', 'a/b/', 'ab/'].flatMap((path) =>
    [0, 1, 2, 3, 4, 5, 9].map((time) => ({ subspace, path, time })),
  ),
);

test('an area includes another exactly when it holds each of its points', () => {
  fc.assert(
    fc.property(small, small, (outer, inner) => {
      const expected = points.every((point) => !contains(inner, point) || contains(outer, point));
      expect(includesArea(outer, inner)).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});
