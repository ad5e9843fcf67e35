import { GenError, type PlainError } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import type { ActivityItem } from '../../ports/activity.ts';
import type { WholeChange } from '../../ports/sets.ts';
import type { HideJob, JobRow, ReportJob, SwitchJob, Write } from '../../ports/tables.ts';
import type { Device } from '../device.ts';
import { isDue, isFinished, isSwitch, putJob } from '../jobs.ts';
import { canMove, queued } from '../queue.ts';
import { wishOf } from '../request-change.ts';
import { asState, buried, removals, rowsOf } from '../outbox.ts';
import { fetchedFor, INSTALLED_LOCK } from '../switch-set.ts';

/** Trying again without changing anything ends the same way. */
function isFinal({ code, reason }: PlainError): boolean {
  if (reason === 'blob-lost' || reason === 'name-taken' || reason === 'version-taken') return true;
  return code === 'InvalidInput' && reason !== 'clock-ahead';
}

function canRetry(job: JobRow): boolean {
  const { state, error } = job;
  if (!isFinished({ state })) return error !== undefined;
  if (isSwitch(job)) return state === 'failed' || state === 'cancelled';
  return (state === 'refused' || state === 'cancelled') && (error === undefined || !isFinal(error));
}

/**
 * What may be at the relay ends by its answer. So does what lets a device in, and names it: the device has its answer, and
 * would sign unannounced.
 */
function canCancel(job: JobRow): boolean {
  return !isFinished(job) && job.state !== 'sent' && !(job.kind === 'device' && !job.ends);
}

function isAboutSubject(job: JobRow): job is ReportJob | HideJob {
  return job.kind === 'report' || job.kind === 'hide';
}

function doneBy(change: WholeChange): ActivityItem['change'] {
  return change.kind === 'lockfile' && change.beside === true ? 'bundle' : change.kind;
}

/** @param place in the queue, from 1. */
export function activityItem(job: JobRow, place?: number): ActivityItem {
  return {
    job: job.id,
    kind: job.kind,
    module: job.module,
    version: 'version' in job ? job.version : undefined,
    about: job.kind === 'set' && job.change.kind === 'update' ? job.change.ids : undefined,
    stars: job.kind === 'rate' ? job.stars : undefined,
    permit: job.kind === 'permit' ? { to: job.to, ends: job.ends } : undefined,
    handOver: job.kind === 'hand-over' ? { to: job.to, deed: job.deed } : undefined,
    reviewOf: isAboutSubject(job) ? job.reviewOf : undefined,
    takesBack: job.kind === 'report' ? job.withdrawn : job.kind === 'hide' ? !job.hidden : undefined,
    device: job.kind === 'device' ? { did: job.device, ends: job.ends } : undefined,
    name: 'name' in job ? job.name : undefined,
    state: job.state,
    createdAt: job.createdAt,
    updatedAt: job.updatedAt,
    wish: job.kind === 'install' ? wishOf(job) : undefined,
    change: job.kind === 'set' ? doneBy(job.change) : undefined,
    progress: isSwitch(job) ? job.progress : undefined,
    questions: isSwitch(job) ? job.questions : undefined,
    setQuestion: isSwitch(job) ? job.setQuestion : undefined,
    place,
    attempts: job.attempts,
    retryAt: isDue(job) ? job.retryAt : undefined,
    error: job.error,
    canRetry: canRetry(job),
    canCancel: canCancel(job),
    canMove: canMove(job),
  };
}

/** Newest first, whatever the order of the queue. */
export async function activity({ tables }: Pick<Device, 'tables'>): Promise<readonly ActivityItem[]> {
  const jobs = await tables.all('jobs');
  const places = new Map((await queued(tables)).map(({ id }, index) => [id, index + 1]));
  return [...jobs]
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
    .map((job) => activityItem(job, places.get(job.id)));
}

async function jobOf(device: Device, id: string): Promise<JobRow> {
  const job = await device.tables.get('jobs', id);
  if (job === undefined) throw new GenError('NotFound', 'job', { job: id });
  return job;
}

/**
 * Begins anew what ended; the drainer does the rest. What has not ended only waits: draining everything tries it.
 *
 * @throws GenError NotFound | InvalidState `not-retryable`
 */
export async function retryJob(device: Device, id: string, evenHidden?: readonly ModuleId[]): Promise<void> {
  const job = await jobOf(device, id);
  if (!isFinished(job)) return;
  if (!canRetry(job)) throw new GenError('InvalidState', 'not-retryable', { job: id });
  const change = { attempts: 0, retryAt: undefined, error: undefined };
  const rows = await rowsOf(device.tables, id);
  // What was agreed to before it was stopped is asked about again.
  if (isSwitch(job))
    await putJob<SwitchJob>(device, job, {
      ...change,
      state: 'queued',
      agreed: undefined,
      evenHidden: evenHidden ?? job.evenHidden,
    });
  else if (job.kind === 'publish') await putJob(device, job, { ...change, state: 'drafted' }, removals(rows));
  else {
    const refused = rows.filter(({ state }) => state === 'refused');
    await putJob(device, job, { ...change, state: 'signed' }, asState(refused, 'ready'));
  }
}

/**
 * Whether a job can still be stopped.
 *
 * @throws GenError NotFound | InvalidState `already-sent`: the relay may have the records, or a device its answer; the job
 * ends by what the relay says.
 */
export async function refuseSent(device: Device, id: string): Promise<void> {
  const job = await jobOf(device, id);
  if (!isFinished(job) && !canCancel(job)) throw new GenError('InvalidState', 'already-sent', { job: id });
}

/** Ends an unfinished job; what it has not sent is never sent, and what it fetched is gone. @throws GenError as `refuseSent`. */
export async function cancelJob(device: Device, id: string): Promise<void> {
  await refuseSent(device, id);
  const job = await jobOf(device, id);
  if (isFinished(job)) return;
  const rows = buried(await rowsOf(device.tables, id));
  const ended = { state: 'cancelled', error: undefined } as const;
  const unasked = { questions: undefined, setQuestion: undefined, agreed: undefined };
  if (isSwitch(job)) {
    await device.locks.exclusive(INSTALLED_LOCK, async () => {
      const fetched = await fetchedFor(device.tables, [job]);
      await putJob<SwitchJob>(device, job, { ...ended, ...unasked }, [...rows, ...fetched]);
    });
  } else await putJob<JobRow>(device, job, ended, rows);
}

/** Forgets finished jobs, with their records that no relay took, and binaries that nothing else names. */
export function clearFinished({ tables, locks, announce }: Device): Promise<void> {
  return locks.exclusive(INSTALLED_LOCK, async () => {
    const finished = (await tables.all('jobs')).filter(isFinished);
    const gone = new Set(finished.map(({ id }) => id));
    const rows = await tables.all('outbox');
    const dead = rows.filter(({ job, state }) => gone.has(job) && state !== 'receipted');
    await tables.write([
      ...finished.map(({ id }): Write => ({ table: 'jobs', remove: id })),
      ...removals(dead),
      ...(await fetchedFor(tables, finished)),
    ]);
    announce(['activity']);
  });
}

/** What was typed for a publish, to go on from. @throws GenError NotFound */
export async function draftOf(device: Device, id: string) {
  const job = await jobOf(device, id);
  const blob = job.kind === 'publish' ? await device.tables.get('blobs', job.sha256) : undefined;
  if (job.kind !== 'publish' || blob === undefined) throw new GenError('NotFound', 'draft', { job: id });
  return { draft: job.draft, binary: new Blob([blob.content], { type: 'application/wasm' }) };
}
