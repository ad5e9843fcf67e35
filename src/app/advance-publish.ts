import { fromBase64Url } from '../core/bytes.ts';
import { GenError, toGenError } from '../core/errors.ts';
import type { ModuleId } from '../core/ids.ts';
import { AUTHORITY, moduleDocument, modulePath } from '../core/record/document.ts';
import { readBody, writeBody } from '../core/record/kinds.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import { moduleView } from '../core/view/fold-module.ts';
import { moduleRecords } from '../core/view/module-records.ts';
import { ownershipOf } from '../core/view/ownership.ts';
import { recordSet, type RecordSet } from '../core/view/record-set.ts';
import type { OutboxRow, PublishJob } from '../ports/tables.ts';
import { admittedMembers } from './admitted.ts';
import type { Device } from './device.ts';
import { introduceDevice } from './introduce-device.ts';
import { shareWithDevices } from './share-with-devices.ts';
import { mayPass, putJob } from './jobs.ts';
import { heldCapabilities, knownRecords, nextTimestamp } from './known-records.ts';
import { buried, outboxWrites, removals, rowsOf } from './outbox.ts';
import { invitationTo, wasLetIn, type Permission } from './permission.ts';
import { signRelease } from './release-records.ts';
import { signCommunal } from './sign-communal.ts';
import { writePermission } from './write-permission.ts';

/**
 * What is unknown is taken for free and claimed, unless somebody let this person in: then it is a matter of waiting.
 *
 * @throws GenError Network.
 */
async function recordsFor(device: Device, id: ModuleId): Promise<RecordSet> {
  const { did, hasMain } = await device.identity.facts();
  try {
    return await knownRecords(device, moduleDocument(id));
  } catch (thrown) {
    // Without the main key nothing is claimed.
    if (!hasMain || wasLetIn(await heldCapabilities(device), id, did)) throw thrown;
    // What the authority ended is no invitation, in a module that nobody knows either.
    return recordSet(await device.records.membersOf(AUTHORITY).catch(() => []));
  }
}

function invitationIn({ bytes }: OutboxRow): MemberId | undefined {
  const member = decodeMember(bytes);
  return member.member === 'record' ? readBody('claim', member.payload)?.capability : undefined;
}

function refused(
  device: Device,
  job: PublishJob,
  rows: readonly OutboxRow[],
  error: GenError,
): Promise<PublishJob> {
  return putJob(device, job, { state: 'refused', error: error.toJSON() }, buried(rows));
}

/** Takes a draft as far as it goes without a relay: to a claim for its name, or to signed records. */
export async function advancePublish(device: Device, job: PublishJob): Promise<PublishJob> {
  const { tables, namespace, identity, clock } = device;
  if (job.state !== 'drafted' && job.state !== 'waiting-for-name') return job;
  const { did, hasMain } = await identity.facts();
  const there = await recordsFor(device, job.module);
  const granted = await admittedMembers(namespace, job.grant, moduleDocument(job.module));
  const capabilities = [...there.capabilities].map(([id, capability]): Member => ({
    member: 'capability',
    id,
    capability,
    bytes: new Uint8Array(),
  }));
  const set = recordSet([...there.records, ...capabilities, ...granted]);
  const now = clock();
  const { name: held, standing } = ownershipOf(set, job.module, namespace, now);
  const name = held?.grant;
  if (name === undefined) {
    const claims = await rowsOf(tables, job.id);
    // What is granted is handed to a device by the person's key: no other device could go on from there.
    if (!hasMain) return refused(device, job, claims, new GenError('PermissionDenied', 'main-key'));
    const invitation = invitationTo(await heldCapabilities(device), job.module, did, { standing, now });
    // A claim by an invitation that was forgotten or has ended since would only be refused.
    if (claims.some((row) => row.state === 'ready' && invitationIn(row) === invitation)) return job;
    const body = invitation === undefined ? {} : { capability: fromBase64Url(invitation) };
    const place = ['claims', ...modulePath(job.module)];
    const claim = await signCommunal(device, place, writeBody('claim', body), set);
    const writes = [...removals(claims), ...outboxWrites(job.id, [claim])];
    return putJob(device, job, { state: 'waiting-for-name' }, writes);
  }
  const stale = await rowsOf(tables, job.id);
  const known = { set, grant: name, standing, now };
  let permission: Permission;
  try {
    permission = await writePermission(device, known, job.module, ['versions', job.version]);
  } catch (thrown) {
    const error = toGenError(thrown);
    if (mayPass(error)) throw error;
    return refused(device, job, stale, error);
  }
  const records = await signRelease(job, {
    namespace,
    standing: moduleRecords(set, job.module, name, standing).standing,
    permission,
    view: moduleView(set, job.module, namespace, now),
    owner: name.to,
    signer: await identity.signer(),
    timestamp: nextTimestamp(set, now),
  });
  const introduction = [
    ...(await introduceDevice(device)),
    ...(await shareWithDevices(device, known, job.module)),
  ];
  return putJob(device, job, { state: 'signed', error: undefined }, [
    ...removals(stale),
    ...outboxWrites(job.id, [...records, ...introduction]),
  ]);
}
