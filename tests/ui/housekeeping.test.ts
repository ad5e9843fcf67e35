import { expect, test } from 'vitest';
import type { Micros } from '../../src/core/ids.ts';
import { cleanedUpSentence, cleanUpWords, lastUse } from '../../src/ui/text/housekeeping.ts';

const told = (names: readonly string[], others = 0) =>
  cleanedUpSentence({ names, others, days: 90, state: 2, at: 0 as Micros });

test('a clean-up is told by name, with what went along', () => {
  expect(told(['App'])).toBe('App was removed: unused for 90 days.');
  expect(told(['App', 'Viewer', 'Codec'], 1)).toBe(
    'App, Viewer and Codec were removed: unused for 90 days, with 1 module that only they needed.',
  );
  expect(told(['A', 'B', 'C', 'D', 'E', 'F', 'G'], 2)).toBe(
    'A, B, C, D, E and 2 more were removed: unused for 90 days, with 2 modules that only they needed.',
  );
});

test('how often to clean up is said in words', () => {
  expect([undefined, 1, 90, 365].map(cleanUpWords)).toEqual([
    'Never',
    'After 1 day',
    'After 90 days',
    'After a year',
  ]);
});

test('using counts for more than looking', () => {
  const [day1, day2] = [86_400_000_000, 2 * 86_400_000_000] as [Micros, Micros];
  const now = 4 * 86_400_000;
  expect(lastUse({ openedAt: day2, usedAt: day1 }, now)).toBe('last used 3 days ago');
  expect(lastUse({ openedAt: day2 }, now)).toBe('looked at 2 days ago');
  expect(lastUse({}, now)).toBe('never used');
});
