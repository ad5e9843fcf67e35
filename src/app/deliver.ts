import { GenError, toGenError } from '../core/errors.ts';
import type { Sha256 } from '../core/ids.ts';
import { capabilityMember, decodeMember } from '../core/record/member.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { OutboxRow, PublishJob, RateJob, Write } from '../ports/tables.ts';
import type { PostAnswer } from '../ports/relay-client.ts';
import type { Device } from './device.ts';
import { isFinished, mayPass, putAttempt, putJob } from './jobs.ts';
import { advancePublish } from './publish.ts';

type OutgoingJob = PublishJob | RateJob;

function blobsOf(job: OutgoingJob): Sha256[] {
  if (job.state === 'waiting-for-name') return [];
  const hashes = job.kind === 'publish' ? [job.sha256, job.readme, job.changelog] : [job.review];
  return hashes.filter((hash) => hash !== undefined);
}

async function sendBlobs(device: Device, job: OutgoingJob, signal?: AbortSignal): Promise<void> {
  for (const hash of blobsOf(job)) {
    const row = await device.tables.get('blobs', hash);
    if (row === undefined) throw new GenError('NotFound', 'blob-lost', { sha256: hash });
    if (!(await device.relay.hasBlob(hash, signal))) await device.relay.putBlob(hash, row.content, signal);
  }
}

/** Every carrier carries the closure: the chains that the rows' records name go first. */
async function closure(
  device: Device,
  job: OutgoingJob,
  rows: readonly OutboxRow[],
): Promise<Uint8Array<ArrayBuffer>[]> {
  const needed = new Set(
    rows.flatMap(({ bytes }) => {
      const member = decodeMember(bytes);
      return member.member === 'record' && member.credential !== undefined ? [member.credential] : [];
    }),
  );
  if (needed.size === 0) return [];
  const granted = job.kind === 'publish' ? job.grant.map(decodeMember) : [];
  const documents = [...new Set(rows.map(({ document }) => document as DocumentPath))];
  const held = await Promise.all(documents.map((path) => device.records.membersOf(path).catch(() => [])));
  const chains = [...granted, ...held.flat()].filter(
    (member) => member.member === 'capability' && needed.has(member.id),
  );
  return [...new Map(chains.map((member) => [member.id, member])).values()].map((member) =>
    member.member === 'capability' ? capabilityMember(member.capability).bytes : member.bytes,
  );
}

function answeredRows(rows: readonly OutboxRow[], answer: PostAnswer): { writes: Write[]; error?: GenError } {
  const writes: Write[] = [];
  let error: GenError | undefined;
  for (const row of rows) {
    const result = answer.results.find(({ id }) => id === row.id);
    if (result === undefined) throw new GenError('Network', 'nonsense', { record: row.id });
    writes.push({ table: 'outbox', put: { ...row, state: result.state } });
    if (result.state === 'refused') {
      error ??= new GenError(
        result.error?.code ?? 'PermissionDenied',
        result.error?.reason ?? 'refused',
        result.error?.data ?? {},
      );
    }
  }
  return error === undefined ? { writes } : { writes, error };
}

async function post(device: Device, job: OutgoingJob, signal?: AbortSignal): Promise<OutgoingJob> {
  const all = await device.tables.all('outbox');
  const rows = all
    .filter((row) => row.job === job.id && row.state === 'ready')
    .sort((a, b) => a.order - b.order);
  if (rows.length === 0) return putJob(device, job, { state: 'receipted', error: undefined });
  await sendBlobs(device, job, signal);
  const chains = await closure(device, job, rows);
  const answer = await device.relay.post([...chains, ...rows.map(({ bytes }) => bytes)], signal);
  const { writes, error } = answeredRows(rows, answer);
  if (error !== undefined && mayPass(error)) throw error;
  if (error !== undefined) return putJob(device, job, { state: 'refused', error: error.toJSON() }, writes);
  if (job.kind === 'publish' && job.state === 'waiting-for-name') {
    return putJob(device, job, { grant: answer.members, error: undefined }, writes);
  }
  return putJob(device, job, { state: 'receipted', error: undefined }, writes);
}

async function deliverJob(device: Device, job: OutgoingJob, signal?: AbortSignal): Promise<OutgoingJob> {
  let current = job;
  // draft → claim → grant → signed → receipted: at most two posts.
  for (let step = 0; step < 3 && !isFinished(current); step += 1) {
    if (current.kind === 'publish') current = await advancePublish(device, current);
    if (!isFinished(current)) current = await post(device, current, signal);
  }
  return current;
}

/**
 * Sends what is ready, oldest job first. A failure that may pass plans the next attempt and leaves everything
 * stored; a refusal ends the job with its reason.
 *
 * @param due whether jobs that wait for their next attempt are tried now as well.
 * @returns the jobs that ended.
 */
export async function deliver(
  device: Device,
  due: 'all' | 'due',
  signal?: AbortSignal,
): Promise<OutgoingJob[]> {
  const jobs = (await device.tables.all('jobs')).filter((job) => job.kind !== 'install');
  const open = jobs
    .filter((job) => !isFinished(job) && (due === 'all' || (job.retryAt ?? 0) <= device.clock()))
    .sort((a, b) => a.createdAt - b.createdAt);
  const ended: OutgoingJob[] = [];
  for (const job of open) {
    try {
      const done = await deliverJob(device, job, signal);
      if (isFinished(done)) ended.push(done);
    } catch (thrown) {
      const error = toGenError(thrown);
      const latest = (await device.tables.get('jobs', job.id)) ?? job;
      if (latest.kind === 'install') continue;
      if (error.code !== 'Cancelled' && !mayPass(error)) {
        ended.push(await putJob<OutgoingJob>(device, latest, { state: 'refused', error: error.toJSON() }));
      } else {
        await putAttempt(device, latest, error);
        if (error.code === 'Network' || error.code === 'Cancelled') break;
      }
    }
  }
  return ended;
}
