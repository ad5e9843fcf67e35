import { ownerLink } from '../core/access/authority.ts';
import { includesArea, type Area } from '../core/access/area.ts';
import { areaOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { GenError, type ErrorData } from '../core/errors.ts';
import { didOf, type Did, type Micros, type ModuleId, type PublicKey } from '../core/ids.ts';
import { hasPrefix, type Path } from '../core/path.ts';
import { modulePath } from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import { grantedFor, type StandingGrant } from '../core/view/grants.ts';
import type { RecordSet } from '../core/view/record-set.ts';
import { endView, type EndView } from '../core/view/publishers.ts';
import type { Standing } from '../core/view/standing.ts';

/** What is known when somebody wants to write below a module. */
export interface Known {
  readonly set: RecordSet;
  readonly grant: StandingGrant;
  readonly standing: Standing;
  readonly now: Micros;
}

/** A capability to write by, and in whose subspace. */
export interface Permission {
  readonly id: MemberId;
  readonly capability: Capability;
  readonly subspace: PublicKey;
}

function covers(area: Area, path: Path, now: Micros): boolean {
  const { start, end } = area.times;
  const within = { ...area, path, times: { start, end } };
  return includesArea(area, within) && now >= start && (end === undefined || now < end);
}

/** By what was handed to `did` from the name's owner on, shortest chain first, whether it has ended or not. */
function candidates({ set, grant }: Known, did: Did): Permission[] {
  return [...set.capabilities]
    .map(([id, capability]) => ({ id, capability, subspace: areaOf(capability).subspace }))
    .filter((held): held is Permission => held.subspace !== undefined)
    .filter(({ capability }) => didOf(receiverOf(capability)) === did)
    .filter(({ capability }) => grantedFor(grant, capability) !== undefined)
    .sort(
      (a, b) => a.capability.delegations.length - b.capability.delegations.length || (a.id < b.id ? -1 : 1),
    );
}

/** Whether `did` was handed anything from the name's owner on, whatever has become of it. */
export function wasGiven(known: Known, did: Did): boolean {
  return candidates(known, did).length > 0;
}

/** All that `did` may write by at a place below the module, shortest chain first. */
export function permissionsAt(known: Known, id: ModuleId, did: Did, below: Path): Permission[] {
  const path = ['modules', ...modulePath(id), ...below];
  return candidates(known, did).filter(
    ({ capability }) =>
      covers(areaOf(capability), path, known.now) && known.standing.ended(capability) === undefined,
  );
}

/** What a permission that has ended is refused with: `revoked` | `expired` | `handed-over`, by whom, why (`text`) and when. */
export function endedError({ kind, by, to, reason, time }: EndView, data: ErrorData = {}): GenError {
  const who = { ...(by === undefined ? {} : { by }), ...(to === undefined ? {} : { to }) };
  return new GenError('PermissionDenied', kind, { ...data, text: reason, time, ...who });
}

/**
 * Whether `did` holds what somebody handed on below this module: then the name is not free, whatever else is unknown.
 */
export function wasLetIn(held: Iterable<Member>, id: ModuleId, did: Did): boolean {
  const place = ['modules', ...modulePath(id)];
  return [...held].some((member) => {
    if (member.member !== 'capability' || didOf(receiverOf(member.capability)) !== did) return false;
    if (ownerLink(member.capability) === undefined) return false;
    const { path } = areaOf(member.capability);
    return path[0] === 'modules' && (hasPrefix(place, path) || hasPrefix(path, place));
  });
}

/**
 * What `did` was given over a part of the names that this one is in, and still has as far as is known here; a claim shows
 * it to the relay.
 */
export function invitationTo(
  held: Iterable<Member>,
  id: ModuleId,
  did: Did,
  { standing, now }: Pick<Known, 'standing' | 'now'>,
): MemberId | undefined {
  const place = ['modules', ...modulePath(id)];
  const invitation = [...held].find(
    (member) =>
      member.member === 'capability' &&
      ownerLink(member.capability) !== undefined &&
      didOf(receiverOf(member.capability)) === did &&
      covers(areaOf(member.capability), place, now) &&
      standing.ended(member.capability) === undefined,
  );
  return invitation?.id;
}

/** Whether `did` may release below this module now, as far as is known here. */
export function mayPublish(known: Known, id: ModuleId, did: Did): boolean {
  return permissionsAt(known, id, did, ['versions']).length > 0;
}

/**
 * What `did` writes by at a place below the module.
 *
 * @throws GenError AlreadyExists `name-taken` for a stranger | PermissionDenied `revoked` | `expired` |
 * `handed-over` | `outside-area` for somebody who was let in, and what ended it.
 */
export function permissionAt(known: Known, id: ModuleId, did: Did, below: Path): Permission {
  const [found] = permissionsAt(known, id, did, below);
  if (found !== undefined) return found;
  const held = candidates(known, did);
  const [last] = held;
  if (last === undefined) {
    throw new GenError('AlreadyExists', 'name-taken', { field: 'id', id, owner: known.grant.to });
  }
  const faults = held.map(({ capability }) => known.standing.ended(capability));
  const fault = faults.find((one) => one?.kind === 'revoked') ?? faults.find((one) => one !== undefined);
  if (fault === undefined) throw new GenError('PermissionDenied', 'outside-area', { field: 'id', id });
  throw endedError(endView(fault), { field: 'id', id });
}
