import { GenError } from '../core/errors.ts';
import { parseDid } from '../core/ids.ts';
import { MAX_REPORT, writeBody } from '../core/record/kinds.ts';
import { reportsDocument } from '../core/record/document.ts';
import { reportPath, type Subject } from '../core/record/moderation-path.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { ReportRequest, SubjectRequest } from '../ports/moderation.ts';
import type { ReportJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { introduceDevice } from './introduce-device.ts';
import { newJobId, putJob } from './jobs.ts';
import { knownRecords } from './known-records.ts';
import { outboxWrites } from './outbox.ts';
import { signCommunal } from './sign-communal.ts';

/** @throws GenError InvalidInput `did` for a review of nobody. */
export function subjectOf({ id, reviewOf }: SubjectRequest): Subject {
  return reviewOf === undefined ? { id } : { id, rater: parseDid(reviewOf) };
}

/** @throws GenError InvalidInput `too-long`. */
export function requireShort(field: string, text: string, limit: number): void {
  if (text.length > limit)
    throw new GenError('InvalidInput', 'too-long', { field, limit, length: text.length });
}

async function say(
  device: Device,
  subject: Subject,
  payload: Uint8Array<ArrayBuffer>,
  withdrawn: boolean,
  jobId: string,
): Promise<ReportJob> {
  const known = await knownRecords(device, reportsDocument(subject.id)).catch(() => recordSet([]));
  const record = await signCommunal(device, reportPath(subject), payload, known);
  const now = device.clock();
  const job: ReportJob = {
    id: jobId,
    kind: 'report',
    module: subject.id,
    reviewOf: subject.rater,
    withdrawn,
    state: 'signed',
    createdAt: now,
    updatedAt: now,
    attempts: 0,
  };
  return putJob(device, job, {}, outboxWrites(job.id, [record, ...(await introduceDevice(device))]));
}

async function askedFor(device: Device, jobId: string): Promise<ReportJob | undefined> {
  const job = await device.tables.get('jobs', jobId);
  return job?.kind === 'report' ? job : undefined;
}

/**
 * Signs and stores a report; `deliver` sends it. The newest of a person about one subject counts.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError InvalidInput `too-long` | `did`; Storage.
 */
export async function report(device: Device, request: ReportRequest, jobId = newJobId()): Promise<ReportJob> {
  const asked = await askedFor(device, jobId);
  if (asked !== undefined) return asked;
  const { reason, version } = request;
  const text = request.text.trim();
  requireShort('text', text, MAX_REPORT);
  const payload = writeBody('report', { reason, text, ...(version === undefined ? {} : { version }) });
  return say(device, subjectOf(request), payload, false, jobId);
}

/** Takes this person's report back: also one that only other devices of theirs know of. @throws GenError as `report` */
export async function withdrawReport(
  device: Device,
  request: SubjectRequest,
  jobId = newJobId(),
): Promise<ReportJob> {
  const asked = await askedFor(device, jobId);
  if (asked !== undefined) return asked;
  return say(device, subjectOf(request), writeBody('report', { withdrawn: true }), true, jobId);
}
