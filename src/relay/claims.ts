import { FULL_AREA } from '../core/access/area.ts';
import { derivesFrom, ownerLink } from '../core/access/authority.ts';
import { areaOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { delegate } from '../core/access/delegation.ts';
import { equalBytes, fromBase64Url } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { didOf, parseMicros, type Micros, type ModuleId } from '../core/ids.ts';
import { moduleDocument, modulePath } from '../core/record/document.ts';
import { writeBody } from '../core/record/kinds.ts';
import { capabilityMember, type Member } from '../core/record/member.ts';
import { signRecord, type GenRecord, type MemberId } from '../core/record/record.ts';
import { hasPrefix } from '../core/path.ts';
import type { Grant } from '../core/view/grants.ts';
import { upTo, type RecordSet } from '../core/view/record-set.ts';
import { requireOpen } from './require-open.ts';
import { authorityStanding, nameOf, TAKEN, type Acceptance, type World } from './world.ts';

/**
 * One more than the newest seen for the module, so that the grant follows the claim on every clock. What is too far
 * ahead for any reader does not count: nobody's clock is set by a stranger's record.
 */
function timeAfter(set: RecordSet, claim: GenRecord, now: Micros): number {
  return upTo(set, now).records.reduce(
    (time, { timestamp }) => Math.max(time, timestamp + 1),
    Math.max(now, claim.timestamp + 1),
  );
}

/** The name's own capability for whoever claims it. */
async function ownCapability(claim: GenRecord, id: ModuleId, world: World): Promise<Capability> {
  const { signer, capability: naming } = world.naming;
  return delegate(naming.capability, {
    area: { ...FULL_AREA, subspace: claim.subspace, path: ['modules', ...modulePath(id)] },
    receiver: claim.subspace,
    sign: (message) => signer.sign(Uint8Array.from(message)),
  });
}

/**
 * What the authority gave to the owner of an invitation: the claimer's capability as it was when it first named a
 * subspace. The claimer may have it from that owner.
 *
 * @throws GenError PermissionDenied `invitation` when it is another's, for other names or has ended.
 */
function invitedCapability(claim: GenRecord, id: ModuleId, invitation: MemberId, world: World): Capability {
  const capability = world.posted(invitation);
  if (capability === undefined) throw new GenError('PermissionDenied', 'credential-unknown');
  const owned = ownerLink(capability);
  const fits =
    owned !== undefined &&
    equalBytes(capability.namespace, world.namespace) &&
    equalBytes(receiverOf(capability), claim.subspace) &&
    hasPrefix(['modules', ...modulePath(id)], areaOf(capability).path);
  if (!fits) throw new GenError('PermissionDenied', 'invitation', { id });
  requireOpen(capability, authorityStanding(world), { id });
  return owned;
}

/** The capability that the name is granted by, and the naming key's record of it. */
async function grantName(
  claim: GenRecord,
  id: ModuleId,
  world: World,
  granted: Capability,
): Promise<readonly Member[]> {
  const { signer, capability: naming } = world.naming;
  const capability = capabilityMember(granted);
  const record = await signRecord(
    {
      namespace: world.namespace,
      subspace: signer.publicKey,
      path: ['modules', ...modulePath(id), 'grant'],
      timestamp: parseMicros(timeAfter(world.set(moduleDocument(id)), claim, world.now)),
      credential: fromBase64Url(naming.id),
      payload: writeBody('grant', {
        capability: fromBase64Url(capability.id),
        to: didOf(receiverOf(granted)),
      }),
    },
    (message) => signer.sign(message),
  );
  return [naming, capability, record];
}

function membersOf(set: RecordSet, grant: Grant): readonly Member[] {
  const record = set.records.find(({ id }) => id === grant.record);
  const naming = record?.credential === undefined ? undefined : set.capabilities.get(record.credential);
  const capabilities = [naming, grant.capability].filter((capability) => capability !== undefined);
  return [...capabilities.map(capabilityMember), ...(record === undefined ? [] : [record])];
}

/**
 * A free name goes to the first who claims it, or to the owner of an invitation that covers it; who may write below it
 * already is told so again.
 *
 * @param invitation a capability that came with the claim.
 * @throws GenError AlreadyExists `name-taken` | PermissionDenied `policy` where nothing is granted without an invitation |
 * `invitation`
 */
export async function answerClaim(
  claim: GenRecord,
  id: ModuleId,
  invitation: MemberId | undefined,
  world: World,
): Promise<Acceptance> {
  const held = nameOf(world, id);
  const invited = invitation === undefined ? undefined : invitedCapability(claim, id, invitation, world);
  if (held !== undefined) {
    const { grant, set } = held;
    const isTheirs =
      grant.to === didOf(claim.subspace) || (invited !== undefined && derivesFrom(invited, grant.capability));
    if (!isTheirs) throw new GenError('AlreadyExists', 'name-taken', { id });
    return { ...TAKEN, recalled: membersOf(set, grant) };
  }
  const mayTake = world.claims === 'open' || (world.claims === 'invite' && invited !== undefined);
  if (!mayTake) throw new GenError('PermissionDenied', 'policy', { policy: world.claims, id });
  return {
    ...TAKEN,
    made: await grantName(claim, id, world, invited ?? (await ownCapability(claim, id, world))),
  };
}
