import { derivesFrom, isAuthority } from '../core/access/authority.ts';
import { areaOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { fromBase64Url } from '../core/bytes.ts';
import { GenError, toGenError } from '../core/errors.ts';
import { didOf, type Did, type ModuleId, type Version } from '../core/ids.ts';
import { hasPrefix, type Path } from '../core/path.ts';
import { AUTHORITY } from '../core/record/document.ts';
import { writeBody } from '../core/record/kinds.ts';
import { capabilityMember, type CapabilityMember } from '../core/record/member.ts';
import { signRecord } from '../core/record/record.ts';
import { moduleView } from '../core/view/fold-module.ts';
import { recordSet } from '../core/view/record-set.ts';
import { settlementPath } from '../core/view/settlements.ts';
import { delegationIn, endView } from '../core/view/publishers.ts';
import { standingOf } from '../core/view/standing.ts';
import type { Device } from './device.ts';
import { heldCapabilities, knownName, nextTimestamp } from './known-records.ts';
import { endedError, type Known } from './permission.ts';
import { judgeAnswer } from './relay-answer.ts';
import { standingHeads } from './standing-heads.ts';

/**
 * What admins do: by a capability over the authority's paths, told to the relay at once. Nothing of it is queued, since
 * an admin acts on what stands now.
 */

/**
 * @param place where it has to let write; absent: anywhere below the root.
 * @throws GenError PermissionDenied `no-admin` | `revoked` | `expired`.
 */
export async function adminCapability(
  device: Device,
  root: 'revocations' | 'moderation',
  place?: Path,
): Promise<CapabilityMember> {
  const { did } = await device.identity.facts();
  const authority = await device.records.membersOf(AUTHORITY);
  const held = (await heldCapabilities(device)).filter(
    (member): member is CapabilityMember =>
      member.member === 'capability' &&
      member.capability.mode === 'write' &&
      isAuthority(member.capability, root) &&
      (place === undefined || hasPrefix(place, areaOf(member.capability).path)) &&
      didOf(receiverOf(member.capability)) === did,
  );
  const standing = standingOf(recordSet([...authority, ...held]), device.clock());
  const faults = held.map(({ capability }) => standing.ended(capability));
  const usable = held.find((_, index) => faults[index] === undefined);
  if (usable !== undefined) return usable;
  const [fault] = faults;
  if (fault !== undefined) throw endedError(endView(fault));
  throw new GenError('PermissionDenied', 'no-admin');
}

/** Whether this person may act as an admin at a place, as far as is known here. @throws GenError Storage */
export async function isAdminAt(device: Device, place: readonly ['moderation', string]): Promise<boolean> {
  try {
    await adminCapability(device, place[0], place);
    // What admins do is signed by the person's own key.
    return (await device.identity.main()) !== undefined;
  } catch (thrown) {
    const { code } = toGenError(thrown);
    // Without the authority's document nobody can say what has ended: nothing is offered.
    if (code === 'PermissionDenied' || code === 'Network' || code === 'Timeout') return false;
    throw thrown;
  }
}

/** @throws GenError as the relay answers. */
export async function tellRelay(
  device: Device,
  acting: CapabilityMember,
  path: Path,
  payload: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const signer = await device.identity.main();
  if (signer === undefined) throw new GenError('PermissionDenied', 'main-key');
  const authority = recordSet(await device.records.membersOf(AUTHORITY));
  const record = await signRecord(
    {
      namespace: device.namespace,
      subspace: signer.publicKey,
      path,
      timestamp: nextTimestamp(authority, device.clock()),
      credential: fromBase64Url(acting.id),
      payload,
    },
    (message) => signer.sign(message),
  );
  const row = {
    id: record.id,
    job: '',
    document: AUTHORITY,
    bytes: record.bytes,
    state: 'ready' as const,
    order: 0,
  };
  const { error } = await judgeAnswer(device, [row], await device.relay.post([acting.bytes, record.bytes]));
  if (error !== undefined) throw error;
}

/** What somebody writes below the module by: the owner's own capability, or what was handed on. */
function capabilitiesOf({ set, grant }: Known, did: Did): Capability[] {
  return [...set.capabilities.values()].filter(
    (capability) =>
      didOf(receiverOf(capability)) === did &&
      grant.capabilities.some((owner) => derivesFrom(capability, owner)),
  );
}

/**
 * Cuts somebody off from a module, its owner too, and from whatever else they have by the same permission. What receipts
 * say up to now stands.
 *
 * @returns what was cut off.
 * @throws GenError NotFound `module` | `delegation`; PermissionDenied `no-admin` and as the relay answers; as
 * `standingHeads`; Network.
 */
export async function cutOff(
  device: Device,
  id: ModuleId,
  did: Did,
  reason: string,
): Promise<readonly string[]> {
  const acting = await adminCapability(device, 'revocations');
  const known = await knownName(device, id);
  const listed = moduleView(known.set, id, device.namespace, known.now)?.publishers ?? [];
  const own = capabilitiesOf(known, did).filter(
    (capability) => known.standing.ended(capability) === undefined,
  );
  const handedOn = listed
    .filter((one) => one.did === did && one.ended === undefined)
    .flatMap(({ delegation }) => delegationIn(known.set, delegation) ?? []);
  const ended = new Map([...own, ...handedOn].map((one) => [capabilityMember(one).id, one]));
  if (ended.size === 0) throw new GenError('NotFound', 'delegation', { id, did });
  const heads = (await standingHeads(device, id, [...ended.values()])).map(fromBase64Url);
  const delegations = [...ended.keys()];
  for (const delegation of delegations) {
    await tellRelay(device, acting, ['revocations', delegation], writeBody('revocation', { heads, reason }));
  }
  return delegations;
}

/**
 * Says which of the releases under one version is kept.
 *
 * @param keep the record of it, as the module's view names it.
 * @throws GenError NotFound `module` | `version` | `record`; PermissionDenied `no-admin` and as the relay answers; Network.
 */
export async function settle(
  device: Device,
  { id, version, keep, reason }: { id: ModuleId; version: Version; keep: string; reason: string },
): Promise<void> {
  const acting = await adminCapability(device, 'moderation');
  const known = await knownName(device, id);
  const module = moduleView(known.set, id, device.namespace, known.now);
  const release = module?.releases.find((one) => one.version === version);
  if (release === undefined) throw new GenError('NotFound', 'version', { id, version });
  const isThere = [release.record, ...release.rivals.map(({ record }) => record)].includes(keep);
  if (!isThere) throw new GenError('NotFound', 'record', { id, version, record: keep });
  const payload = writeBody('settlement', { keep: fromBase64Url(keep), reason });
  await tellRelay(device, acting, settlementPath(id, version), payload);
}
