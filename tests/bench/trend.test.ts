import { expect, test } from 'vitest';
import { afterWarmUp, growth, slope } from '../../scripts/soak/relay/trend.ts';

const samples = (...values: number[]) => values.map((value, place) => ({ at: place * 10, value }));

test('the slope is that of the line that fits best, by the second', () => {
  expect(slope(samples(5, 7, 9, 11))).toBeCloseTo(0.2);
  expect(slope(samples(5, 9, 5, 9, 5))).toBeCloseTo(0);
  expect(slope(samples(9, 6, 3))).toBeCloseTo(-0.3);
});

test('one sample, or samples of one time, have no slope', () => {
  expect(slope([])).toBe(0);
  expect(slope(samples(5))).toBe(0);
  expect(
    slope([
      { at: 3, value: 1 },
      { at: 3, value: 9 },
    ]),
  ).toBe(0);
});

test('growth is what the line rises by over all of the time', () => {
  expect(growth(samples(5, 7, 9, 11))).toBeCloseTo(6);
  expect(growth([])).toBe(0);
});

test('the first quarter of the time is no growth', () => {
  expect(afterWarmUp(samples(1, 2, 3, 4, 5)).map(({ value }) => value)).toEqual([2, 3, 4, 5]);
  expect(growth(afterWarmUp(samples(0, 100, 100, 100, 100)))).toBeCloseTo(0);
});
