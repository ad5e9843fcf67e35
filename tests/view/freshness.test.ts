import { expect, test } from 'vitest';
import { parseMicros } from '../../src/core/ids.ts';
import { isStale, mayUpdateUnattended } from '../../src/core/view/freshness.ts';

const HEAD = parseMicros(1_700_000_000_000_000);
const HOUR = 3_600_000_000;
const after = (hours: number) => parseMicros(HEAD + hours * HOUR);

test('what was verified is stale from the 24th hour on, and not a microsecond before', () => {
  expect(isStale(HEAD, parseMicros(after(24) - 1))).toBe(false);
  expect(isStale(HEAD, after(24))).toBe(true);
});

test('what nobody awaits yet is not stale', () => {
  expect(isStale(undefined, after(1000))).toBe(false);
});

test('unattended updates stop on the 7th day, and not a microsecond before', () => {
  expect(mayUpdateUnattended(HEAD, parseMicros(after(7 * 24) - 1))).toBe(true);
  expect(mayUpdateUnattended(HEAD, after(7 * 24))).toBe(false);
});

test('without any verified head nothing is updated unattended', () => {
  expect(mayUpdateUnattended(undefined, HEAD)).toBe(false);
});

test('a head from a clock that is ahead is fresh', () => {
  expect(isStale(after(1), HEAD)).toBe(false);
  expect(mayUpdateUnattended(after(1), HEAD)).toBe(true);
});
