import { expect, test } from 'vitest';
import { parseModuleId, type Did } from '../../src/core/ids.ts';
import type { Histogram, ModuleAggregate } from '../../src/core/view/aggregate.ts';
import type { RatingsView } from '../../src/core/view/module-view.ts';
import { shownCounts, shownRatings } from '../../src/ui/pages/module/shown-ratings.ts';
import { countsWords, everybodyWords, trustedWords } from '../../src/ui/text/ratings.ts';

const NONE: Histogram = [0, 0, 0, 0, 0];
const counted: ModuleAggregate = {
  id: parseModuleId('io.example.codec'),
  downloads: 3,
  installs: 1,
  ratings: [9, 0, 0, 0, 2],
  trusted: [0, 0, 0, 0, 2],
};
const held = (histogram: Histogram, count: number): RatingsView => ({
  average: 0,
  count,
  histogram,
  ratings: [],
});

test('what this device holds is shown, whatever the relay counted', () => {
  const page = { ratings: held([0, 0, 0, 1, 0], 1), trustedRatings: NONE, aggregate: counted };
  expect(shownRatings(page)).toEqual({
    trusted: NONE,
    everybody: [0, 0, 0, 1, 0],
    isCountedHere: true,
  });
});

test('what is not here yet is shown as the relay counts it, and said to be so', () => {
  const page = { ratings: held(NONE, 0), trustedRatings: NONE, aggregate: counted };
  expect(shownRatings(page)).toEqual({
    trusted: counted.trusted,
    everybody: counted.ratings,
    isCountedHere: false,
  });
  expect(shownRatings({ ...page, aggregate: undefined }).isCountedHere).toBe(true);
  expect(shownRatings({ ...page, aggregate: { ...counted, ratings: NONE } }).isCountedHere).toBe(true);
});

test('the facts about a module have a line for each kind of rating that there is, and what was counted', () => {
  const page = { ratings: held(NONE, 0), trustedRatings: NONE, aggregate: counted };
  expect(shownCounts(page)).toEqual({
    rating: { average: 5, count: 2 },
    rawRating: { average: 19 / 11, count: 11 },
    downloads: 3,
    installs: 1,
  });
  expect(shownCounts({ ...page, aggregate: { ...counted, trusted: NONE } }).rating).toBeUndefined();
});

test('the words say whose ratings they are, and that everybody’s are unverified', () => {
  expect(trustedWords(1, true)).toBe(
    'Of 1 person whom this registry vouches for or you follow. Your own counts too.',
  );
  expect(trustedWords(2, false)).toBe('Of 2 people whom this registry vouches for, as counted by the relay.');
  expect(everybodyWords(1, true)).toBe('1 rating. Unverified: anybody can make many identities.');
  expect(everybodyWords(2, false)).toContain('as counted by the relay. Unverified');
});

test('a review by somebody who counts here is marked, and no other', () => {
  const [me, vouched, stranger]: readonly [Did, Did, Did] = [
    'did:key:zMe' as Did,
    'did:key:zVouched' as Did,
    'did:key:zStranger' as Did,
  ];
  const page = { mine: me, trustedRaters: [me, vouched] };
  expect(countsWords(vouched, page)).toBe('Counts as trusted');
  expect(countsWords(stranger, page)).toBeUndefined();
  expect(countsWords(me, page)).toBeUndefined();
});
