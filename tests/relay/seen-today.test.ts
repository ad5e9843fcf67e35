import { expect, test } from 'vitest';
import { parseMicros } from '../../src/core/ids.ts';
import { seenToday } from '../../src/relay/tally/seen-today.ts';

const DAY = 24 * 3_600_000_000;

test('the same is seen first once a day, and told from all else', () => {
  let now = 5 * DAY;
  const seen = seenToday(() => parseMicros(now));
  const day = seen.today();
  expect([day.first('a', 'bc'), day.first('a', 'bc'), day.first('ab', 'c'), day.has('a', 'bc')]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  now += DAY - 1;
  expect(seen.today().first('a', 'bc')).toBe(false);
  now += 1;
  expect([seen.today().has('a', 'bc'), seen.today().first('a', 'bc')]).toEqual([false, true]);
  // What was begun before midnight is of the day before.
  expect(day.first('a', 'bc')).toBe(false);
});

test('of very many the oldest is forgotten first, so that memory has an end', () => {
  const seen = seenToday(() => parseMicros(0), 3).today();
  for (const one of ['a', 'b', 'c', 'd']) seen.first(one);
  expect(['a', 'b', 'c', 'd'].map((one) => seen.has(one))).toEqual([false, true, true, true]);
});
