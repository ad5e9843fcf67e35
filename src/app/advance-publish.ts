import { fromBase64Url } from '../core/bytes.ts';
import { toGenError } from '../core/errors.ts';
import type { Did, ModuleId } from '../core/ids.ts';
import { pairedCommunalNamespace } from '../core/access/delegation.ts';
import { AUTHORITY, moduleDocument, modulePath } from '../core/record/document.ts';
import { readBody, writeBody } from '../core/record/kinds.ts';
import { signRecord } from '../core/record/record.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import { moduleView } from '../core/view/fold-module.ts';
import { grantOf } from '../core/view/grants.ts';
import { moduleRecords } from '../core/view/module-records.ts';
import { recordSet, type RecordSet } from '../core/view/record-set.ts';
import { standingOf } from '../core/view/standing.ts';
import type { OutboxRow, PublishJob } from '../ports/tables.ts';
import { admittedMembers } from './admitted.ts';
import type { Device } from './device.ts';
import { putJob } from './jobs.ts';
import { heldCapabilities, knownRecords, nextTimestamp } from './known-records.ts';
import { buried, outboxWrites, removals, rowsOf } from './outbox.ts';
import { invitationTo, permissionAt, wasLetIn, type Permission } from './permission.ts';
import { signRelease } from './release-records.ts';

/**
 * What is unknown is taken for free and claimed, unless somebody let this person in: then it is a matter of waiting.
 *
 * @throws GenError Network.
 */
async function recordsFor(device: Device, id: ModuleId, did: Did): Promise<RecordSet> {
  try {
    return await knownRecords(device, moduleDocument(id));
  } catch (thrown) {
    if (wasLetIn(await heldCapabilities(device), id, did)) throw thrown;
    // What the authority ended is no invitation, in a module that nobody knows either.
    return recordSet(await device.records.membersOf(AUTHORITY).catch(() => []));
  }
}

function invitationIn({ bytes }: OutboxRow): MemberId | undefined {
  const member = decodeMember(bytes);
  return member.member === 'record' ? readBody('claim', member.payload)?.capability : undefined;
}

/** Takes a draft as far as it goes without a relay: to a claim for its name, or to signed records. */
export async function advancePublish(device: Device, job: PublishJob): Promise<PublishJob> {
  const { tables, namespace, identity, clock } = device;
  if (job.state !== 'drafted' && job.state !== 'waiting-for-name') return job;
  const signer = await identity.signer();
  const there = await recordsFor(device, job.module, signer.did);
  const granted = await admittedMembers(namespace, job.grant, moduleDocument(job.module));
  const capabilities = [...there.capabilities].map(([id, capability]): Member => ({
    member: 'capability',
    id,
    capability,
    bytes: new Uint8Array(),
  }));
  const set = recordSet([...there.records, ...capabilities, ...granted]);
  const now = clock();
  const standing = standingOf(set, now);
  const name = grantOf(set, job.module, namespace, standing)?.grant;
  if (name === undefined) {
    const claims = await rowsOf(tables, job.id);
    const invitation = invitationTo(await heldCapabilities(device), job.module, signer.did, {
      standing,
      now,
    });
    // A claim by an invitation that was forgotten or has ended since would only be refused.
    if (claims.some((row) => row.state === 'ready' && invitationIn(row) === invitation)) return job;
    const claim = await signRecord(
      {
        namespace: pairedCommunalNamespace(namespace),
        subspace: signer.publicKey,
        path: ['claims', ...modulePath(job.module)],
        timestamp: nextTimestamp(set, clock()),
        credential: new Uint8Array(),
        payload: writeBody(
          'claim',
          invitation === undefined ? {} : { capability: fromBase64Url(invitation) },
        ),
      },
      (message) => signer.sign(message),
    );
    const writes = [...removals(claims), ...outboxWrites(job.id, [claim])];
    return putJob(device, job, { state: 'waiting-for-name' }, writes);
  }
  const stale = await rowsOf(tables, job.id);
  const known = { set, grant: name, standing, now };
  let permission: Permission;
  try {
    permission = permissionAt(known, job.module, signer.did, ['versions', job.version]);
  } catch (thrown) {
    const error = toGenError(thrown);
    return putJob(device, job, { state: 'refused', error: error.toJSON() }, buried(stale));
  }
  const records = await signRelease(job, {
    namespace,
    standing: moduleRecords(set, job.module, name, standing).standing,
    permission,
    view: moduleView(set, job.module, namespace, now),
    signer,
    timestamp: nextTimestamp(set, now),
  });
  return putJob(device, job, { state: 'signed', error: undefined }, [
    ...removals(stale),
    ...outboxWrites(job.id, records),
  ]);
}
