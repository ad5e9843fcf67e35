import { GenError, toGenError } from '../core/errors.ts';
import type { Sha256 } from '../core/ids.ts';
import { readBody } from '../core/record/kinds.ts';
import { capabilityMember, decodeMember } from '../core/record/member.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { MemberId } from '../core/record/record.ts';
import { ownershipOf } from '../core/view/ownership.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { PostAnswer } from '../ports/relay-client.ts';
import type { InstallJob, JobRow, OutboxRow } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { isFinished, isSwitch, mayPass, putAttempt, putJob } from './jobs.ts';
import { asState, buried, nextRows, OUTBOX_LOCK, removals, rowsOf } from './outbox.ts';
import { postParts } from './post-parts.ts';
import { advancePublish } from './advance-publish.ts';
import { heldCapabilities } from './known-records.ts';
import { judgeAnswer, type Verdict } from './relay-answer.ts';
import { relist } from './relist.ts';
import { requireTaken } from './take-over.ts';

type OutgoingJob = Exclude<JobRow, InstallJob>;

function blobsOf(job: OutgoingJob): Sha256[] {
  if (job.state === 'waiting-for-name' || (job.kind !== 'publish' && job.kind !== 'rate')) return [];
  const hashes = job.kind === 'publish' ? [job.sha256, job.readme, job.changelog] : [job.review];
  return hashes.filter((hash) => hash !== undefined);
}

/** @param there what the relay has said in this delivery that it has; added to. */
async function sendBlobs(
  device: Device,
  job: OutgoingJob,
  there: Set<Sha256>,
  signal?: AbortSignal,
): Promise<void> {
  for (const hash of blobsOf(job)) {
    if (there.has(hash)) continue;
    const row = await device.tables.get('blobs', hash);
    if (row === undefined) throw new GenError('NotFound', 'blob-lost', { sha256: hash });
    if (!(await device.relay.hasBlob(hash, signal))) await device.relay.putBlob(hash, row.content, signal);
    there.add(hash);
  }
}

/** The chains that a record names. */
function namedBy({ bytes }: OutboxRow): MemberId[] {
  const member = decodeMember(bytes);
  if (member.member !== 'record') return [];
  const invitation = member.path[0] === 'claims' ? readBody('claim', member.payload)?.capability : undefined;
  return [member.credential, invitation].filter((id) => id !== undefined);
}

/** Every carrier carries the closure: the chains that a record names go before it. */
async function partsOf(
  device: Device,
  job: OutgoingJob,
  rows: readonly OutboxRow[],
): Promise<Uint8Array<ArrayBuffer>[][]> {
  const needed = new Set(rows.flatMap(namedBy));
  const chains = new Map<string, Uint8Array<ArrayBuffer>>();
  if (needed.size > 0) {
    const granted = job.kind === 'publish' ? job.grant.map(decodeMember) : [];
    const documents = [...new Set(rows.map(({ document }) => document as DocumentPath))];
    const held = await Promise.all(documents.map((path) => device.records.membersOf(path).catch(() => [])));
    for (const member of [...granted, ...(await heldCapabilities(device)), ...held.flat()])
      if (member.member === 'capability' && needed.has(member.id))
        chains.set(member.id, capabilityMember(member.capability).bytes);
  }
  return postParts(
    rows.map((row) =>
      [...namedBy(row).map((id) => chains.get(id)), row.bytes].filter((bytes) => bytes !== undefined),
    ),
  );
}

/** One answer to all of the parts: asked again, a relay says the same of what it has. */
async function postAll(
  device: Device,
  parts: readonly Uint8Array<ArrayBuffer>[][],
  signal?: AbortSignal,
): Promise<PostAnswer> {
  const answers: PostAnswer[] = [];
  for (const part of parts) answers.push(await device.relay.post(part, signal));
  return {
    results: answers.flatMap(({ results }) => results),
    members: answers.flatMap(({ members }) => members),
  };
}

/** A relay that answers with its reason has taken nothing; silence leaves that open. */
function isAnswer({ code }: GenError): boolean {
  return code !== 'Network' && code !== 'Timeout' && code !== 'Cancelled';
}

/** From here on the records may be at the relay, whatever becomes of its answer: the job is *sent* first. */
async function postSigned(
  device: Device,
  job: OutgoingJob,
  parts: readonly Uint8Array<ArrayBuffer>[][],
  signal?: AbortSignal,
): Promise<{ job: OutgoingJob; answer: PostAnswer }> {
  // What has no blob to ask about would be called sent in a dead network.
  if (job.state === 'signed' && blobsOf(job).length === 0) await device.relay.facts(signal);
  const sent = await putJob<OutgoingJob>(device, job, { state: 'sent' });
  try {
    return { job: sent, answer: await postAll(device, parts, signal) };
  } catch (thrown) {
    if (job.state === 'signed' && parts.length === 1 && isAnswer(toGenError(thrown, 'Network')))
      await putJob<OutgoingJob>(device, sent, { state: job.state });
    throw thrown;
  }
}

/** Puts what a post has come to. Rows that were met in a document meanwhile are gone and stay so. */
async function putVerdict(device: Device, job: OutgoingJob, verdict: Verdict): Promise<OutgoingJob> {
  const { receipted, error, members } = verdict;
  const rows = await rowsOf(device.tables, job.id);
  const done = asState(
    rows.filter(({ id }) => receipted.has(id)),
    'receipted',
  );
  const open = rows.filter(({ id, state }) => state === 'ready' && !receipted.has(id));
  if (error !== undefined && mayPass(error)) {
    await device.tables.write(done);
    throw error;
  }
  if (error !== undefined)
    return putJob(device, job, { state: 'refused', error: error.toJSON() }, [...done, ...buried(open)]);
  if (job.kind === 'publish' && job.state === 'waiting-for-name') {
    const answered = recordSet(members);
    if (ownershipOf(answered, job.module, device.namespace, device.clock()).name === undefined) {
      // The claim stands already and its answer was lost: only a new one is answered with the grant.
      await device.tables.write(removals(rows));
      throw new GenError('Network', 'nonsense', { where: 'grant', id: job.module });
    }
    return putJob(device, job, { grant: members.map(({ bytes }) => bytes), error: undefined }, done);
  }
  if (job.kind === 'hand-over') requireTaken(device, job, members);
  return putJob(device, job, { state: open.length === 0 ? 'receipted' : 'sent', error: undefined }, done);
}

async function post(
  device: Device,
  job: OutgoingJob,
  there: Set<Sha256>,
  signal?: AbortSignal,
): Promise<OutgoingJob> {
  const rows = nextRows(await rowsOf(device.tables, job.id), job.kind);
  if (rows.length === 0) {
    if (job.state === 'waiting-for-name') throw new GenError('InvalidState', 'claim-lost', { job: job.id });
    // All met in a document: the relay has them, though its answer never came.
    return putJob<OutgoingJob>(device, job, { state: 'receipted', error: undefined });
  }
  await sendBlobs(device, job, there, signal);
  const parts = await partsOf(device, job, rows);
  const posted =
    job.state === 'waiting-for-name'
      ? { job, answer: await postAll(device, parts, signal) }
      : await postSigned(device, job, parts, signal);
  const verdict = await judgeAnswer(device, rows, posted.answer);
  const next = await device.locks.exclusive(OUTBOX_LOCK, () => putVerdict(device, posted.job, verdict));
  if (next.kind === 'hand-over') await relist(device, next, verdict.members, signal);
  return next;
}

async function deliverJob(device: Device, job: OutgoingJob, signal?: AbortSignal): Promise<OutgoingJob> {
  let current = job;
  const there = new Set<Sha256>();
  // draft → claim → grant → signed → release → the rest.
  while (!isFinished(current)) {
    if (current.kind === 'publish') current = await advancePublish(device, current);
    if (!isFinished(current)) current = await post(device, current, there, signal);
  }
  return current;
}

/** @returns the job as it ended, or `undefined` when it goes on later. */
async function endOrWait(device: Device, id: string, error: GenError): Promise<OutgoingJob | undefined> {
  const latest = await device.tables.get('jobs', id);
  if (latest === undefined || isSwitch(latest) || isFinished(latest)) return undefined;
  if (mayPass(error)) {
    await putAttempt<OutgoingJob>(device, latest, error);
    return undefined;
  }
  const rows = await rowsOf(device.tables, id);
  return putJob<OutgoingJob>(device, latest, { state: 'refused', error: error.toJSON() }, buried(rows));
}

/**
 * Sends what is ready of a job. A failure that may pass plans the next attempt and leaves everything stored; a refusal ends the
 * job with its reason.
 *
 * @returns the job as it ended, or `undefined` when it goes on later.
 * @throws GenError Cancelled: the job is left as it is; Network, when its next attempt is planned: nobody answers.
 */
export async function deliver(
  device: Device,
  job: OutgoingJob,
  signal?: AbortSignal,
): Promise<OutgoingJob | undefined> {
  try {
    return await deliverJob(device, job, signal);
  } catch (thrown) {
    const error = toGenError(thrown);
    if (error.code === 'Cancelled' || signal?.aborted === true) throw new GenError('Cancelled', 'aborted');
    const end = await endOrWait(device, job.id, error);
    if (error.code === 'Network') throw error;
    return end;
  }
}
