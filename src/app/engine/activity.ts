import { GenError } from '../../core/errors.ts';
import type { ActivityItem } from '../../ports/engine.ts';
import type { JobRow, Write } from '../../ports/tables.ts';
import type { Device } from '../device.ts';
import { isFinished, putJob } from '../jobs.ts';

const RETRYABLE = new Set<JobRow['state']>(['failed', 'refused', 'cancelled']);

function canRetry(job: JobRow): boolean {
  if (!isFinished(job)) return job.error !== undefined;
  return RETRYABLE.has(job.state) && (job.kind === 'install' || job.error?.reason === 'blob-lost');
}

export function activityItem(job: JobRow): ActivityItem {
  return {
    job: job.id,
    kind: job.kind,
    module: job.module,
    version: job.version,
    stars: job.kind === 'rate' ? job.stars : undefined,
    state: job.state,
    createdAt: job.createdAt,
    updatedAt: job.updatedAt,
    progress: job.kind === 'install' ? job.progress : undefined,
    attempts: job.attempts,
    error: job.error,
    canRetry: canRetry(job),
    canCancel: !isFinished(job),
  };
}

export async function activity(device: Device): Promise<readonly ActivityItem[]> {
  const jobs = await device.tables.all('jobs');
  return [...jobs].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)).map(activityItem);
}

async function jobOf(device: Device, id: string): Promise<JobRow> {
  const job = await device.tables.get('jobs', id);
  if (job === undefined) throw new GenError('NotFound', 'job', { job: id });
  return job;
}

/** Takes the wait away; what ended begins anew. The drainer does the rest. */
export async function retryJob(device: Device, id: string): Promise<void> {
  const job = await jobOf(device, id);
  const change = { attempts: 0, retryAt: undefined };
  if (!isFinished(job)) await putJob<JobRow>(device, job, change);
  else if (job.kind === 'install')
    await putJob(device, job, { ...change, state: 'queued', error: undefined });
}

/** Ends an unfinished job; what it has not sent is never sent. */
export async function cancelJob(device: Device, id: string): Promise<void> {
  const job = await jobOf(device, id);
  if (isFinished(job)) return;
  const rows = (await device.tables.all('outbox')).filter((row) => row.job === id && row.state === 'ready');
  const removals = rows.map((row): Write => ({ table: 'outbox', remove: row.id }));
  await putJob<JobRow>(device, job, { state: 'cancelled', error: undefined }, removals);
}

/** Forgets finished jobs, with the refused records that only they explain. */
export async function clearFinished(device: Device): Promise<void> {
  const finished = (await device.tables.all('jobs')).filter(isFinished);
  const gone = new Set(finished.map(({ id }) => id));
  const refused = (await device.tables.all('outbox')).filter(
    (row) => gone.has(row.job) && row.state === 'refused',
  );
  await device.tables.write([
    ...finished.map(({ id }): Write => ({ table: 'jobs', remove: id })),
    ...refused.map(({ id }): Write => ({ table: 'outbox', remove: id })),
  ]);
  device.announce(['activity']);
}

/** What was typed for a publish, to go on from. @throws GenError NotFound */
export async function draftOf(device: Device, id: string) {
  const job = await jobOf(device, id);
  const blob = job.kind === 'publish' ? await device.tables.get('blobs', job.sha256) : undefined;
  if (job.kind !== 'publish' || blob === undefined) throw new GenError('NotFound', 'draft', { job: id });
  return { draft: job.draft, binary: new Blob([blob.content], { type: 'application/wasm' }) };
}
