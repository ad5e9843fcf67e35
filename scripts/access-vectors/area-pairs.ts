import type { Area } from '../../src/core/access/area.ts';
import { area } from '../../tests/access/keys.ts';
import { ALICE } from './people.ts';
import { hexOf } from './vector.ts';

/** An area as JSON: no subspace is any, no end is open. */
export function plainArea({ subspace, path, times: { start, end } }: Area): object {
  return {
    ...(subspace === undefined ? {} : { subspace: hexOf(subspace) }),
    path: path.join('/'),
    start,
    ...(end === undefined ? {} : { end }),
  };
}

const any = undefined;
const alice = ALICE.key;
export const LATEST = Number.MAX_SAFE_INTEGER;
export const ALL = area(any, []);
export const CLOSED = area(any, [], 100, 200);

/** What is accepted. */
export const PAIRS: readonly [name: string, outer: Area, inner: Area][] = [
  ['everything in everything', ALL, ALL],
  ['one author', ALL, area(alice, [])],
  ['the same author', area(alice, []), area(alice, [])],
  ['one path', ALL, area(any, ['a', 'bc'])],
  ['a path further down', area(any, ['a']), area(any, ['a', 'bc'])],
  ['the same path', area(any, ['a', 'bc']), area(any, ['a', 'bc'])],
  ['a start one later', ALL, area(any, [], 1)],
  ['a start of one byte', area(any, [], 100), area(any, [], 355)],
  ['a start of two bytes', area(any, [], 100), area(any, [], 356)],
  ['the last start of two bytes', ALL, area(any, [], 65_535)],
  ['a start of four bytes', ALL, area(any, [], 65_536)],
  ['the last start of four bytes', ALL, area(any, [], 2 ** 32 - 1)],
  ['a start of eight bytes', ALL, area(any, [], 2 ** 32)],
  ['the latest start', ALL, area(any, [], LATEST)],
  ['an end in an open range', ALL, area(any, [], 5, 10)],
  ['the latest end', ALL, area(any, [], 0, LATEST)],
  ['the last instant before the latest end', ALL, area(any, [], LATEST - 1, LATEST)],
  ['one instant', CLOSED, area(any, [], 120, 121)],
  ['the first instant', CLOSED, area(any, [], 100, 101)],
  ['the last instant', CLOSED, area(any, [], 199, 200)],
  ['both near the start', CLOSED, area(any, [], 101, 102)],
  ['both near the end', CLOSED, area(any, [], 198, 199)],
  ['start near start, end near end', CLOSED, area(any, [], 103, 196)],
  ['the same closed range', CLOSED, CLOSED],
  ['a start as near to both: from the end', CLOSED, area(any, [], 150, 200)],
  ['an end as near to both: from the end', CLOSED, area(any, [], 100, 150)],
  ['both as near to both as can be', area(any, [], 0, 3), area(any, [], 1, 2)],
  ['distances of two bytes', area(any, [], 0, 100_000), area(any, [], 300, 99_000)],
  ['a closed range as wide as any', area(any, [], 0, LATEST), area(any, [], 2 ** 52, 2 ** 52 + 1)],
  ['all at once', area(any, ['m'], 1000), area(alice, ['m', 'x'], 1001, 1300)],
];
