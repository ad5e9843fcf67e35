import { ratingAverage, ratingCount, type Histogram } from '../../../core/view/aggregate.ts';
import type { ModulePage } from '../../../ports/module-page.ts';
import type { Card, RatingLine } from '../../../ports/search.ts';

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

/** What stands among the facts about a module, as a card of the catalogue has it too. */
export type ShownCounts = Pick<Card, 'rating' | 'rawRating' | 'downloads' | 'installs'>;

function lineOf(histogram: Histogram): RatingLine | undefined {
  const count = ratingCount(histogram);
  return count === 0 ? undefined : { average: ratingAverage(histogram), count };
}

export function shownCounts(page: Parameters<typeof shownRatings>[0]): ShownCounts {
  const { trusted, everybody } = shownRatings(page);
  const { downloads, installs } = page.aggregate ?? {};
  return { rating: lineOf(trusted), rawRating: lineOf(everybody), downloads, installs };
}
