import { FULL_AREA } from '../core/access/area.ts';
import { derivesFrom, ownerLink } from '../core/access/authority.ts';
import { areaOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { delegate } from '../core/access/delegation.ts';
import { equalBytes, fromBase64Url } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { didOf, parseMicros, type Micros, type ModuleId } from '../core/ids.ts';
import { moduleDocument, modulePath } from '../core/record/document.ts';
import { MAX_HEADS, writeBody, type RawBody } from '../core/record/kinds.ts';
import { capabilityMember, type Member } from '../core/record/member.ts';
import { signRecord, type GenRecord, type MemberId } from '../core/record/record.ts';
import { hasPrefix } from '../core/path.ts';
import { grantsOf } from '../core/view/grants.ts';
import { chainLinks, headsOf } from '../core/view/receipts.ts';
import { capabilityOf, upTo, type RecordSet } from '../core/view/record-set.ts';
import { requireDevices } from './require-device.ts';
import { requireOpen } from './require-open.ts';
import type { Transfer } from '../core/view/transfers.ts';
import { authorityStanding, nameOf, TAKEN, type Acceptance, type Name, type World } from './world.ts';

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
async function ownCapability(
  claim: GenRecord,
  id: ModuleId,
  world: World,
  start = FULL_AREA.times.start,
): Promise<Capability> {
  const { signer, capability: naming } = world.naming;
  const times = { ...FULL_AREA.times, start };
  return delegate(naming.capability, {
    area: { ...FULL_AREA, subspace: claim.subspace, path: ['modules', ...modulePath(id)], times },
    receiver: claim.subspace,
    sign: (message) => signer.sign(Uint8Array.from(message)),
  });
}

/**
 * What the authority gave to the owner of an invitation: the claimer's capability as it was when it first named a
 * subspace. The claimer may have it from that owner.
 *
 * @throws GenError PermissionDenied `invitation` when it is another's, for other names or has ended; `device-cut-off`.
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
  requireDevices(capability, world);
  return owned;
}

/** The capability that the name is granted by, and the naming key's record of it. */
async function grantName(
  claim: GenRecord,
  id: ModuleId,
  world: World,
  granted: Capability,
  from: Pick<RawBody<'grant'>, 'transfer' | 'heads'> = {},
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
        ...from,
      }),
    },
    (message) => signer.sign(message),
  );
  return [naming, capability, record];
}

/**
 * All by which a reader sees whose the name is: each owner's grant, the word of the one before, and what receipts them, as
 * what was said by a permission that has run out since stands by its receipt.
 *
 * @param offer what no grant names yet.
 */
function wayTo(
  { set, standing }: Name,
  id: ModuleId,
  { namespace }: World,
  offer?: Transfer,
): readonly Member[] {
  const records = new Map(set.records.map((record) => [record.id, record]));
  const grants = grantsOf(set, id, namespace, standing);
  const named = grants.flatMap(({ record, transfer }) => [
    record,
    ...(transfer === undefined ? [] : [transfer]),
  ]);
  const said = new Set([...named, ...(offer === undefined ? [] : [offer.record.id])]);
  const receipts = [...chainLinks(set).values()].filter(({ names }) => names.some((name) => said.has(name)));
  const way = [...said].map((one) => records.get(one)).filter((record) => record !== undefined);
  const seen = receipts.map(({ record }) => record);
  const chains = (shown: readonly GenRecord[]): Member[] =>
    shown.flatMap((record) => {
      const acting = capabilityOf(set, record);
      return acting === undefined ? [] : [capabilityMember(acting)];
    });
  const granted = grants.map(({ capability }) => capabilityMember(capability));
  const members = [...chains(way), ...granted, ...way, ...chains(seen), ...seen];
  return [...new Map(members.map((member) => [member.id, member])).values()];
}

/**
 * What an owner said who is cut off may be whoever took their key: it stands, as it was receipted before, and nothing more
 * is done by it. What has merely run out since was said while it held.
 *
 * @throws GenError PermissionDenied `revoked`.
 */
function requireNotCutOff(id: ModuleId, { set, standing }: Name, { record }: Transfer): void {
  const acting = capabilityOf(set, record);
  if (acting !== undefined && standing.ended(acting)?.kind === 'revoked')
    requireOpen(acting, standing, { id });
}

/**
 * Gives the name to whom its owner hands it over. What the former owner's side made stands up to now, as it was the owner
 * until now. Somebody who had the name before gets another capability, for what they had then has ended.
 */
async function handOver(
  claim: GenRecord,
  id: ModuleId,
  { name, offer }: { readonly name: Name; readonly offer: Transfer },
  world: World,
): Promise<Acceptance> {
  requireNotCutOff(id, name, offer);
  const claimer = didOf(claim.subspace);
  const had = grantsOf(name.set, id, world.namespace, name.standing).filter(({ to }) => to === claimer);
  let start = parseMicros(had.length);
  let capability = await ownCapability(claim, id, world, start);
  while (name.standing.ended(capability)?.kind === 'handed-over') {
    start = parseMicros(start + 1);
    capability = await ownCapability(claim, id, world, start);
  }
  const heads = headsOf(world.set(moduleDocument(id)));
  const made = await grantName(claim, id, world, capability, {
    transfer: fromBase64Url(offer.record.id),
    heads: heads.length > MAX_HEADS ? [] : heads.map(fromBase64Url),
  });
  return { made, recalled: wayTo(name, id, world, offer) };
}

/**
 * A free name goes to the first who claims it, or to the owner of an invitation that covers it, and one that its owner hands
 * over to whom the owner names, by a claim since then, whatever the policy; who may write below it already is told so again.
 *
 * @param invitation a capability that came with the claim.
 * @throws GenError AlreadyExists `name-taken` | PermissionDenied `policy` where nothing is granted without an invitation |
 * `invitation` | `revoked` for the offer of an owner who was cut off | QuotaExceeded `modules` for a free name where no more
 * are given
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
    const { grant, offer } = held;
    // A claim of another time is an answer to nothing, and anybody can post it again.
    const isAnswer = offer !== undefined && claim.timestamp > offer.record.timestamp;
    if (isAnswer && offer.to === didOf(claim.subspace))
      return handOver(claim, id, { name: held, offer }, world);
    const isTheirs =
      grant.to === didOf(claim.subspace) || (invited !== undefined && derivesFrom(invited, grant.capability));
    if (!isTheirs) throw new GenError('AlreadyExists', 'name-taken', { id });
    return { ...TAKEN, recalled: wayTo(held, id, world) };
  }
  const mayTake = world.claims === 'open' || (world.claims === 'invite' && invited !== undefined);
  if (!mayTake) throw new GenError('PermissionDenied', 'policy', { policy: world.claims, id });
  const { granted, limit } = world.names;
  if (granted >= limit) throw new GenError('QuotaExceeded', 'modules', { limit, id });
  return {
    ...TAKEN,
    made: await grantName(claim, id, world, invited ?? (await ownCapability(claim, id, world))),
  };
}
