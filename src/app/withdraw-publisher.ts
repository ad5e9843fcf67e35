import { mayRevoke } from '../core/access/authority.ts';
import { receiverOf, type Capability } from '../core/access/capability.ts';
import { fromBase64Url } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { didOf, type Did, type ModuleId } from '../core/ids.ts';
import { moduleDocument } from '../core/record/document.ts';
import type { MemberId } from '../core/record/record.ts';
import { moduleView } from '../core/view/fold-module.ts';
import { headsOf } from '../core/view/receipts.ts';
import { delegationIn } from '../core/view/publishers.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { PermitJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { newJobId } from './jobs.ts';
import { knownName } from './known-records.ts';
import { permissionAt, permissionsAt, type Known, type Permission } from './permission.ts';
import { putPermit } from './permit.ts';
import { actingSigner } from './write-permission.ts';

export interface Withdrawal {
  readonly id: ModuleId;
  /** The id of the capability, as the module's view names it. */
  readonly delegation: string;
  readonly reason: string;
}

const MAX_REASON = 500;

/**
 * What `did` ends it by: who was let in twice has it from above by one of the two.
 *
 * @throws GenError PermissionDenied `not-above`; as `permissionAt`.
 */
function permissionAbove(known: Known, id: ModuleId, did: Did, ended: Capability): Permission {
  const to = didOf(receiverOf(ended));
  const place = ['publishers', to];
  const above = permissionsAt(known, id, did, place).find(({ capability }) => mayRevoke(capability, ended));
  if (above !== undefined) return above;
  permissionAt(known, id, did, place);
  throw new GenError('PermissionDenied', 'not-above', { id, did: to });
}

/**
 * Ends what was handed on, and all that was handed on from it. What its releases' receipts say up to now stands.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError NotFound `delegation` for none that is in force; PermissionDenied `not-above`, or as `permissionAt`;
 * InvalidInput `too-long`; Storage.
 */
export async function withdrawPublisher(
  device: Device,
  { id, delegation, reason }: Withdrawal,
  jobId = newJobId(),
): Promise<PermitJob> {
  const asked = await device.tables.get('jobs', jobId);
  if (asked?.kind === 'permit') return asked;
  if (reason.length > MAX_REASON) {
    const data = { field: 'reason', limit: MAX_REASON, length: reason.length };
    throw new GenError('InvalidInput', 'too-long', data);
  }
  const signer = await actingSigner(device);
  const known = await knownName(device, id);
  const listed = moduleView(known.set, id, device.namespace, known.now)?.publishers ?? [];
  const isListed = listed.some((one) => one.delegation === delegation && one.ended?.kind !== 'revoked');
  const capability = isListed ? delegationIn(known.set, delegation as MemberId) : undefined;
  if (capability === undefined) throw new GenError('NotFound', 'delegation', { id, delegation });
  const to = didOf(receiverOf(capability));
  const permission = permissionAbove(known, id, signer.did, capability);
  // The module's own chain: the authority's receipts say nothing of releases.
  const heads = headsOf(recordSet(await device.records.membersOf(moduleDocument(id))));
  const body = { withdraw: fromBase64Url(delegation), heads: heads.map(fromBase64Url), reason };
  return putPermit(device, known, { permission, signer }, { id, to, body }, jobId);
}
