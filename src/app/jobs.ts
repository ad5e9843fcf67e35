import { toBase64Url } from '../core/bytes.ts';
import type { ErrorCode, GenError } from '../core/errors.ts';
import type { Micros } from '../core/ids.ts';
import type { ActivityState } from '../ports/activity.ts';
import type { Topic } from '../ports/engine.ts';
import type { JobRow, SwitchJob, Write } from '../ports/tables.ts';
import type { Device } from './device.ts';

/** Jobs that nothing will be done about any more without a person. */
const FINISHED: ReadonlySet<ActivityState> = new Set([
  'receipted',
  'refused',
  'installed',
  'failed',
  'cancelled',
]);

export function isFinished({ state }: Pick<JobRow, 'state'>): boolean {
  return FINISHED.has(state);
}

/** Whether there is something to do about it: one that is `asking` waits for a person, not for its turn. */
export function isDue(job: Pick<JobRow, 'state'>): boolean {
  return !isFinished(job) && job.state !== 'asking';
}

/** Jobs that change a set. */
export function isSwitch(job: JobRow): job is SwitchJob {
  return job.kind === 'install' || job.kind === 'set';
}

export function newJobId(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(12)));
}

export function jobTopics({ module }: Pick<JobRow, 'module'>): readonly Topic[] {
  return module === undefined ? ['activity', 'people'] : ['activity', `module/${module}`];
}

/** Puts the job as changed, with other rows in the same transaction, and tells. */
export async function putJob<Job extends JobRow>(
  device: Device,
  job: Job,
  change: Partial<Job>,
  writes: readonly Write[] = [],
): Promise<Job> {
  const next: Job = { ...job, ...change, updatedAt: device.clock() };
  await device.tables.write([...writes, { table: 'jobs', put: next }]);
  device.announce(jobTopics(job));
  return next;
}

const FIRST_DELAY = 2_000_000;
const LONGEST_DELAY = 300_000_000;

/** Backoff with jitter: 2 s after the first attempt, doubled with each further one, at most 5 min, ± 25 %. */
export function retryTime(now: Micros, attempts: number, random = Math.random()): Micros {
  const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempts - 1, 10));
  return Math.round(now + delay * (0.75 + random / 2)) as Micros;
}

const PASSING_CODES: ReadonlySet<ErrorCode> = new Set(['Network', 'Timeout', 'Storage']);

/** Answers of a relay that is busy, or has not got what it needs yet. */
const PASSING = new Set([
  'QuotaExceeded requests',
  'QuotaExceeded posts',
  'QuotaExceeded validations',
  'QuotaExceeded records',
  'QuotaExceeded record-bytes',
  'QuotaExceeded document-bytes',
  'QuotaExceeded blobs-per-day',
  'QuotaExceeded unnamed-blobs',
  'InvalidState unexpected',
  'InvalidState not-examined',
  'InvalidState blob-missing',
  'InvalidState data-in-use',
]);

const GIVEN_UP: ReadonlySet<string | undefined> = new Set(['compile', 'validation']);

/** Whether trying again later may help without anybody changing anything. */
export function mayPass({ code, reason }: Pick<GenError, 'code' | 'reason'>): boolean {
  // A search, a compile or an examination that was given up takes as long the next time.
  if (code === 'Timeout' && GIVEN_UP.has(reason)) return false;
  return PASSING_CODES.has(code) || PASSING.has(`${code} ${reason}`);
}

/** Whether its next attempt is still to come. One further off than any is planned is of a clock that was put back since: it is due. */
export function isEarly({ retryAt }: Pick<JobRow, 'retryAt'>, now: Micros): boolean {
  return retryAt !== undefined && retryAt > now && retryAt <= now + LONGEST_DELAY * 1.25;
}

/** A failure that may pass keeps the state and plans the next attempt. */
export function putAttempt<Job extends JobRow>(device: Device, job: Job, error: GenError): Promise<Job> {
  const attempts = job.attempts + 1;
  const retryAt = retryTime(device.clock(), attempts);
  return putJob(device, job, { attempts, retryAt, error: error.toJSON() } as Partial<Job>);
}
