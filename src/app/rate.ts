import { GenError } from '../core/errors.ts';
import { sha256Bytes, type ModuleId, type Version } from '../core/ids.ts';
import { modulePath, ratingsDocument } from '../core/record/document.ts';
import { writeBody } from '../core/record/kinds.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { RateJob, Write } from '../ports/tables.ts';
import { MAX_REVIEW, type Device } from './device.ts';
import { introduceDevice } from './introduce-device.ts';
import { newJobId, putJob } from './jobs.ts';
import { knownRecords } from './known-records.ts';
import { outboxWrites } from './outbox.ts';
import { signCommunal } from './sign-communal.ts';
import { INSTALLED_LOCK } from './switch-set.ts';
import { textBlob } from './texts.ts';

export interface NewRating {
  readonly id: ModuleId;
  readonly stars: number;
  readonly review: string;
  readonly version?: Version | undefined;
}

function parseStars(stars: number): 1 | 2 | 3 | 4 | 5 {
  if (stars === 1 || stars === 2 || stars === 3 || stars === 4 || stars === 5) return stars;
  throw new GenError('InvalidInput', 'stars', { field: 'stars', value: String(stars) });
}

/**
 * Signs and stores a rating; `deliver` sends it. The newest of a person counts, so rating again edits.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError InvalidInput `stars` | `too-long`; Storage.
 */
export async function rate(device: Device, rating: NewRating, jobId = newJobId()): Promise<RateJob> {
  const asked = await device.tables.get('jobs', jobId);
  if (asked?.kind === 'rate') return asked;
  const stars = parseStars(rating.stars);
  if (rating.review.length > MAX_REVIEW) {
    const data = { field: 'review', limit: MAX_REVIEW, length: rating.review.length };
    throw new GenError('InvalidInput', 'too-long', data);
  }
  const review = textBlob(rating.review);
  const known = await knownRecords(device, ratingsDocument(rating.id)).catch(() => recordSet([]));
  const payload = writeBody('rating', {
    stars,
    ...(review === undefined ? {} : { review: sha256Bytes(review.sha256) }),
    ...(rating.version === undefined ? {} : { version: rating.version }),
  });
  const record = await signCommunal(device, ['ratings', ...modulePath(rating.id)], payload, known);
  const now = device.clock();
  const job: RateJob = {
    id: jobId,
    kind: 'rate',
    module: rating.id,
    stars,
    version: rating.version,
    review: review?.sha256,
    state: 'signed',
    createdAt: now,
    updatedAt: now,
    attempts: 0,
  };
  const blobs: Write[] = review === undefined ? [] : [{ table: 'blobs', put: review }];
  const writes = [...blobs, ...outboxWrites(job.id, [record, ...(await introduceDevice(device))])];
  return device.locks.exclusive(INSTALLED_LOCK, () => putJob(device, job, {}, writes));
}
