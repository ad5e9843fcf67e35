import { MAX_MODERATION_REASON, writeBody } from '../core/record/kinds.ts';
import { personDocument } from '../core/record/document.ts';
import { listPath, moderationPath } from '../core/record/moderation-path.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { HideRequest } from '../ports/moderation.ts';
import type { HideJob } from '../ports/tables.ts';
import { adminCapability, tellRelay } from './admin.ts';
import type { Device } from './device.ts';
import { introduceDevice } from './introduce-device.ts';
import { newJobId, putJob } from './jobs.ts';
import { knownRecords } from './known-records.ts';
import { outboxWrites } from './outbox.ts';
import { requireShort, subjectOf } from './report.ts';
import { signCommunal } from './sign-communal.ts';

function bodyOf({ hidden, reason }: HideRequest): Uint8Array<ArrayBuffer> {
  const text = reason.trim();
  requireShort('reason', text, MAX_MODERATION_REASON);
  return writeBody('moderation', { hidden, reason: text });
}

/**
 * Signs and stores a line of this person's own list, which stands in their own document; `deliver` sends it.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError InvalidInput `too-long` | `did`; Storage.
 */
export async function hide(device: Device, request: HideRequest, jobId = newJobId()): Promise<HideJob> {
  const asked = await device.tables.get('jobs', jobId);
  if (asked?.kind === 'hide') return asked;
  const payload = bodyOf(request);
  const subject = subjectOf(request);
  const { did } = await device.identity.facts();
  const known = await knownRecords(device, personDocument(did)).catch(() => recordSet([]));
  const record = await signCommunal(device, listPath(subject), payload, known);
  const now = device.clock();
  const job: HideJob = {
    id: jobId,
    kind: 'hide',
    module: subject.id,
    reviewOf: subject.rater,
    hidden: request.hidden,
    state: 'signed',
    createdAt: now,
    updatedAt: now,
    attempts: 0,
  };
  return putJob(device, job, {}, outboxWrites(job.id, [record, ...(await introduceDevice(device))]));
}

/**
 * The same in the name of the registry, told to the relay at once: an admin acts on what stands now.
 *
 * @throws GenError InvalidInput `too-long` | `did`; PermissionDenied `no-admin` | `revoked` | `expired`, and as the relay
 * answers; Network.
 */
export async function hideAsAdmin(device: Device, request: HideRequest): Promise<void> {
  const payload = bodyOf(request);
  const path = moderationPath(subjectOf(request));
  await tellRelay(device, await adminCapability(device, 'moderation', path), path, payload);
}
