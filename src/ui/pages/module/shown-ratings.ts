import { ratingCount, type Histogram } from '../../../core/view/aggregate.ts';
import type { ModulePage } from '../../../ports/engine.ts';

export interface ShownRatings {
  /** Of people who count for this person. */
  readonly trusted: Histogram;
  readonly everybody: Histogram;
  /** Counted from the ratings themselves, on this device; else by the relay. */
  readonly isCountedHere: boolean;
}

/** What this device holds is exact; what it does not hold yet may be counted by the relay already. */
export function shownRatings({
  ratings,
  trustedRatings,
  aggregate,
}: Pick<ModulePage, 'ratings' | 'trustedRatings' | 'aggregate'>): ShownRatings {
  if (ratings.count > 0 || aggregate === undefined || ratingCount(aggregate.ratings) === 0)
    return { trusted: trustedRatings, everybody: ratings.histogram, isCountedHere: true };
  return { trusted: aggregate.trusted, everybody: aggregate.ratings, isCountedHere: false };
}
