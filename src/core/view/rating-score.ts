import { ratingAverage, ratingCount, type Histogram } from './aggregate.ts';

/** What a module is thought to deserve that nobody rated, and how many ratings it takes to be heard against that. */
const PRIOR_STARS = 3;
const PRIOR_WEIGHT = 5;

/**
 * What lists are sorted by: the mean as if five people had given three stars before, so that one friend's five stars
 * do not stand above a hundred strangers' four and a half.
 *
 * @returns 1 to 5; 0 where nobody rated.
 */
export function ratingScore(histogram: Histogram): number {
  const count = ratingCount(histogram);
  if (count === 0) return 0;
  return (PRIOR_STARS * PRIOR_WEIGHT + ratingAverage(histogram) * count) / (PRIOR_WEIGHT + count);
}
