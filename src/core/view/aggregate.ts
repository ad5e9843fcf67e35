import type { ModuleId } from '../ids.ts';

/** How many gave one star, two, … five. */
export type Histogram = readonly [number, number, number, number, number];

/** What one relay counted of one module. An index entry for lists, not evidence: whoever holds the records counts them. */
export interface ModuleAggregate {
  readonly id: ModuleId;
  /** Whole copies of its binaries that were fetched, for whatever reason. */
  readonly downloads: number;
  /** Of these the ones that an app fetched to install. */
  readonly installs: number;
  /** Everybody's ratings: anybody can make a thousand identities. */
  readonly ratings: Histogram;
  /** Those of people whom the registry's admins vouch for, by name or by an invitation. */
  readonly trusted: Histogram;
}

export function ratingCount(histogram: Histogram): number {
  return histogram.reduce((sum, count) => sum + count, 0);
}

/** 0 where nobody rated. */
export function ratingAverage(histogram: Histogram): number {
  const count = ratingCount(histogram);
  const stars = histogram.reduce((sum, number, place) => sum + number * (place + 1), 0);
  return count === 0 ? 0 : stars / count;
}
