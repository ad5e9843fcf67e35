import { ancestryOf, isAuthority, ownerLink } from '../access/authority.ts';
import { areaOf, receiverOf, type Capability } from '../access/capability.ts';
import { equalBytes } from '../bytes.ts';
import { didOf, type Did, type Micros } from '../ids.ts';
import { hasPrefix } from '../path.ts';
import { readBody } from '../record/kinds.ts';
import { VOUCHES, vouchedAt } from '../record/moderation-path.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { capabilityOf, compareRecords, upTo, type RecordSet } from './record-set.ts';
import { standingOf } from './standing.ts';

/**
 * Whose ratings are more than a number: those of people whom somebody answers for that the registry's root trusts. A key
 * costs nothing, so anything that counts keys alone is decided by whoever makes the most of them.
 */

/** An admin's word that somebody is a person whose ratings count. */
export interface Vouch {
  readonly did: Did;
  readonly by: Did;
  readonly reason: string;
  readonly time: Micros;
}

function isSaid(set: RecordSet, record: GenRecord): boolean {
  if (vouchedAt(record.path) === undefined) return false;
  const acting = capabilityOf(set, record);
  return acting !== undefined && isAuthority(acting, 'moderation');
}

/**
 * By name, the newest word that stands and fits of any admin, as with what is hidden: else nobody could take back what
 * one of them said who is gone.
 *
 * @param members the authority's document.
 */
export function vouchesOf(members: RecordSet, now: Micros): ReadonlyMap<Did, Vouch> {
  const set = upTo(members, now);
  const oldestFirst = set.records.filter((record) => isSaid(set, record)).sort(compareRecords);
  const vouches = new Map<Did, Vouch>();
  if (oldestFirst.length === 0) return vouches;
  const standing = standingOf(set, now);
  for (const record of oldestFirst) {
    const did = vouchedAt(record.path);
    const body = readBody('vouch', record.payload);
    if (did === undefined || body === undefined || standing.fault(record) !== undefined) continue;
    vouches.delete(did);
    if (body.vouched)
      vouches.set(did, { did, by: didOf(record.subspace), reason: body.reason, time: record.timestamp });
  }
  return vouches;
}

/** For anybody at all, not only for one. */
function mayVouch(capability: Capability): boolean {
  const isAdmins = capability.mode === 'write' && isAuthority(capability, 'moderation');
  return isAdmins && hasPrefix(VOUCHES, areaOf(capability).path);
}

/** Who may vouch, as far as they have ever acted: what the root hands on in silence is in no document. */
function adminsOf(set: RecordSet, now: Micros): readonly Did[] {
  const admins = [...set.capabilities.values()].filter(mayVouch);
  if (admins.length === 0) return [];
  const standing = standingOf(set, now);
  return admins
    .filter((capability) => standing.ended(capability) === undefined)
    .map((capability) => didOf(receiverOf(capability)));
}

/** By an admin's word, or as an admin. @param members the authority's document. */
export function vouchedByAuthority(members: RecordSet, now: Micros): ReadonlySet<Did> {
  return new Set([...vouchesOf(members, now).keys(), ...adminsOf(members, now)]);
}

/** Somebody to whom the authority gave names before they asked for any. */
export interface Invited {
  readonly did: Did;
  /** What they were given. Once it has ended they are vouched for no more. */
  readonly capability: Capability;
}

/**
 * Whom a grant shows to have been invited: the capability was not made by the naming key that grants, but given before, by
 * the root or an admin, to this very key. Whoever had the invitation from its owner is nobody's word but that owner's, who
 * could hand it on to a thousand keys of theirs.
 *
 * @param record a grant that stands, as the relay made it; of any other record nothing is said.
 */
export function invitedBy(
  record: GenRecord,
  capabilities: (id: MemberId) => Capability | undefined,
): Invited | undefined {
  const body = record.path.at(-1) === 'grant' ? readBody('grant', record.payload) : undefined;
  const capability = body === undefined ? undefined : capabilities(body.capability);
  if (body === undefined || capability === undefined || body.transfer !== undefined) return undefined;
  const giver = ancestryOf(capability).at(-2);
  const isOwners = ownerLink(capability)?.delegations.length === capability.delegations.length;
  if (giver === undefined || !isOwners || equalBytes(receiverOf(giver), record.subspace)) return undefined;
  return didOf(receiverOf(capability)) === body.to ? { did: body.to, capability } : undefined;
}
