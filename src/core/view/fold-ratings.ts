import { isCommunal } from '../access/capability.ts';
import { toHex } from '../bytes.ts';
import { didOf, type Did, type Micros, type ModuleId } from '../ids.ts';
import { modulePath } from '../record/document.ts';
import { readBody } from '../record/kinds.ts';
import type { Histogram } from './aggregate.ts';
import type { RatingView, RatingsView } from './module-view.ts';
import { compareRecords, upTo, type RecordSet } from './record-set.ts';
import { standingOf } from './standing.ts';

/**
 * One rating per person: the newest that fits, and was not made by a device that they have cut off. The rater is the
 * subspace, as admission saw to.
 */
export function ratingsView(members: RecordSet, id: ModuleId, now: Micros): RatingsView {
  const place = ['ratings', ...modulePath(id)].join('/');
  const newest = new Map<string, RatingView>();
  const set = upTo(members, now);
  const standing = standingOf(set, now);
  const oldestFirst = set.records
    .filter((record) => isCommunal(record.namespace) && record.path.join('/') === place)
    .filter((record) => standing.fault(record) === undefined)
    .sort(compareRecords);
  for (const record of oldestFirst) {
    const body = readBody('rating', record.payload);
    if (body === undefined) continue;
    newest.set(toHex(record.subspace), {
      rater: didOf(record.subspace),
      stars: body.stars,
      review: body.review,
      version: body.version,
      time: record.timestamp,
      pending: members.pending.has(record.id),
    });
  }
  const ratings = [...newest.values()].sort((a, b) => b.time - a.time || (a.rater < b.rater ? -1 : 1));
  const histogram = trustedHistogram(ratings, () => true);
  const sum = ratings.reduce((total, { stars }) => total + stars, 0);
  return {
    average: ratings.length === 0 ? 0 : sum / ratings.length,
    count: ratings.length,
    histogram,
    ratings,
  };
}

/** Of one module's ratings, one a person, those by people who count for somebody. */
export function trustedHistogram(
  ratings: readonly Pick<RatingView, 'rater' | 'stars'>[],
  isTrusted: (rater: Did) => boolean,
): Histogram {
  const histogram: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (const { rater, stars } of ratings) {
    if (isTrusted(rater)) histogram[stars - 1] = (histogram[stars - 1] ?? 0) + 1;
  }
  return histogram;
}
