import { expect, test } from 'vitest';
import { ratingScore } from '../../src/core/view/rating-score.ts';

test('what nobody rated has no score', () => {
  expect(ratingScore([0, 0, 0, 0, 0])).toBe(0);
});

test("one friend's five stars stand below many people's four and a half", () => {
  expect(ratingScore([0, 0, 0, 0, 1])).toBeLessThan(ratingScore([0, 0, 0, 50, 50]));
});

test('the more people say the same, the more it counts, up and down', () => {
  expect(ratingScore([0, 0, 0, 0, 10])).toBeGreaterThan(ratingScore([0, 0, 0, 0, 2]));
  expect(ratingScore([10, 0, 0, 0, 0])).toBeLessThan(ratingScore([2, 0, 0, 0, 0]));
});

test('a score is between one and five stars, and three stars make three', () => {
  expect(ratingScore([0, 0, 7, 0, 0])).toBe(3);
  expect(ratingScore([0, 0, 0, 0, 1_000_000])).toBeCloseTo(5, 3);
  expect(ratingScore([1_000_000, 0, 0, 0, 0])).toBeCloseTo(1, 3);
});
