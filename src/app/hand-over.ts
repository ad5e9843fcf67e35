import { fromBase64Url } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { parseDid, type Did, type ModuleId } from '../core/ids.ts';
import { moduleDocument, modulePath } from '../core/record/document.ts';
import { writeBody, type RawBody } from '../core/record/kinds.ts';
import { signRecord } from '../core/record/record.ts';
import { isOwners } from '../core/view/grants.ts';
import { headsOf } from '../core/view/receipts.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { Signer } from '../ports/identity.ts';
import type { HandOverJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { newJobId, putJob } from './jobs.ts';
import { knownModule, knownName, nextTimestamp } from './known-records.ts';
import { outboxWrites } from './outbox.ts';
import { permissionAt, permissionsAt, type Known, type Permission } from './permission.ts';

export interface HandingOver {
  readonly id: ModuleId;
  /** A `did:key`. */
  readonly to: string;
  readonly reason: string;
}

const MAX_REASON = 500;

/** Only who has the person's own key gives away what is the person's. @throws GenError PermissionDenied `main-key`. */
export async function mainSigner({ identity }: Pick<Device, 'identity'>): Promise<Signer> {
  const signer = await identity.main();
  if (signer === undefined) throw new GenError('PermissionDenied', 'main-key');
  return signer;
}

/** @throws GenError PermissionDenied `not-owner` for who was let publish only; as `permissionAt`. */
function ownPermission(known: Known, id: ModuleId, did: Did): Permission {
  const held = permissionsAt(known, id, did, ['transfer']);
  const own = held.find(({ capability }) => isOwners(known.grant, capability));
  if (own !== undefined) return own;
  permissionAt(known, id, did, ['transfer']);
  throw new GenError('PermissionDenied', 'not-owner', { id, owner: known.grant.to });
}

async function putTransfer(
  device: Device,
  { id, to, body }: { id: ModuleId; to: Did; body: RawBody<'transfer'> },
  jobId: string,
): Promise<HandOverJob> {
  const signer = await mainSigner(device);
  const known = await knownName(device, id);
  const permission = ownPermission(known, id, signer.did);
  const now = device.clock();
  const record = await signRecord(
    {
      namespace: device.namespace,
      subspace: permission.subspace,
      path: ['modules', ...modulePath(id), 'transfer'],
      timestamp: nextTimestamp(known.set, now),
      credential: fromBase64Url(permission.id),
      payload: writeBody('transfer', body),
    },
    (message) => signer.sign(message),
  );
  const job: HandOverJob = {
    id: jobId,
    kind: 'hand-over',
    module: id,
    deed: 'cancel' in body ? 'cancel' : 'offer',
    to,
    state: 'signed',
    createdAt: now,
    updatedAt: now,
    attempts: 0,
  };
  return putJob(device, job, {}, outboxWrites(job.id, [record]));
}

/**
 * Says that a module is to be somebody else's, who then takes it over by claiming it; until then it stays the owner's, who
 * can say otherwise. What is receipted when it is taken over stands. `deliver` sends it.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError InvalidInput `did` | `own-did` | `too-long`; PermissionDenied `main-key` | `not-owner`, or as
 * `permissionAt`; NotFound `module`; Network where the module is unknown; Storage.
 */
export async function handOver(
  device: Device,
  { id, to: text, reason }: HandingOver,
  jobId = newJobId(),
): Promise<HandOverJob> {
  const asked = await device.tables.get('jobs', jobId);
  if (asked?.kind === 'hand-over') return asked;
  if (reason.length > MAX_REASON) {
    const data = { field: 'reason', limit: MAX_REASON, length: reason.length };
    throw new GenError('InvalidInput', 'too-long', data);
  }
  const to = parseDid(text.trim());
  const { did } = await device.identity.facts();
  if (to === did) throw new GenError('InvalidInput', 'own-did', { field: 'did' });
  const heads = headsOf(recordSet(await device.records.membersOf(moduleDocument(id))));
  return putTransfer(device, { id, to, body: { to, heads: heads.map(fromBase64Url), reason } }, jobId);
}

/**
 * Takes back what nobody has taken up.
 *
 * @throws GenError NotFound `offer` where nothing is offered; else as `handOver`.
 */
export async function cancelHandOver(device: Device, id: ModuleId, jobId = newJobId()): Promise<HandOverJob> {
  const asked = await device.tables.get('jobs', jobId);
  if (asked?.kind === 'hand-over') return asked;
  const offer = (await knownModule(device, id))?.offer;
  if (offer === undefined) throw new GenError('NotFound', 'offer', { id });
  return putTransfer(device, { id, to: offer.to, body: { cancel: true } }, jobId);
}
