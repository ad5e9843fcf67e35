import { equalBytes } from '../bytes.ts';
import { includesArea } from './area.ts';
import { areaOf, receiverOf, type Capability, type Delegation } from './capability.ts';

/**
 * Who stands above whom. All of it is read off valid capabilities, and nothing off what happens to be known: a
 * revocation is judged the same everywhere. `ancestor < descendant` and `root < admin < everybody else` never
 * form a circle, which is what lets revocations of revokers be decided at all.
 */

function isSameDelegation(one: Delegation, other: Delegation | undefined): boolean {
  return (
    other !== undefined &&
    equalBytes(one.signature, other.signature) &&
    equalBytes(one.receiver, other.receiver) &&
    includesArea(one.area, other.area) &&
    includesArea(other.area, one.area)
  );
}

function haveSameOrigin(one: Capability, other: Capability): boolean {
  const authorisation = one.kind === 'owned' ? one.initialAuthorisation : undefined;
  const otherAuthorisation = other.kind === 'owned' ? other.initialAuthorisation : undefined;
  return (
    one.mode === other.mode &&
    equalBytes(one.namespace, other.namespace) &&
    equalBytes(one.user, other.user) &&
    (authorisation === undefined || otherAuthorisation === undefined
      ? authorisation === otherAuthorisation
      : equalBytes(authorisation, otherAuthorisation))
  );
}

/** Whether `longer` is `shorter` handed on zero or more times. Asked for every record: compares without encoding. */
export function derivesFrom(longer: Capability, shorter: Capability): boolean {
  return (
    haveSameOrigin(longer, shorter) &&
    shorter.delegations.every((link, index) => isSameDelegation(link, longer.delegations[index]))
  );
}

/** The capability as it was at each handing-on, from the first receiver's to itself. */
export function ancestryOf(capability: Capability): readonly Capability[] {
  const { delegations } = capability;
  return Array.from({ length: delegations.length + 1 }, (_, length) => ({
    ...capability,
    delegations: delegations.slice(0, length),
  }));
}

/** A key of the namespace's authority: its area names no subspace, as only the root and those it trusts have. */
export function isAuthority(capability: Capability, root: string): boolean {
  const area = areaOf(capability);
  return (
    capability.kind === 'owned' &&
    area.subspace === undefined &&
    (area.path.length === 0 || area.path[0] === root)
  );
}

/**
 * What the authority gave to an owner of names: the capability as it was when it first named a subspace. Whoever holds the
 * capability may have it from that owner.
 *
 * @returns `undefined` for what did not come from the authority that way, or lets nobody write: of a communal namespace,
 * everybody makes as many as they like.
 */
export function ownerLink(capability: Capability): Capability | undefined {
  if (capability.mode !== 'write') return undefined;
  const links = ancestryOf(capability);
  const first = links.findIndex((link) => areaOf(link).subspace !== undefined);
  const [giver, owned] = [links[first - 1], links[first]];
  if (giver === undefined || owned === undefined || !isAuthority(giver, 'modules')) return undefined;
  const { subspace } = areaOf(owned);
  return subspace !== undefined && equalBytes(receiverOf(owned), subspace) ? owned : undefined;
}

/** The namespace's own key, acting by itself. */
function isRoot({ kind, user, namespace, delegations }: Capability): boolean {
  return kind === 'owned' && delegations.length === 0 && equalBytes(user, namespace);
}

const ADMIN_ROOTS = ['keys', 'revocations', 'advisories', 'moderation', 'epochs'] as const;

/** Who may only read is nobody's authority, however much it is. */
function isAdmin(capability: Capability): boolean {
  if (capability.mode === 'read') return false;
  return ADMIN_ROOTS.some((root) => isAuthority(capability, root));
}

/**
 * Whether who acts by `acting` may cut off `revoked`: the root everything but itself, an ancestor what was handed on from
 * it, an admin what is no admin's.
 */
export function mayRevoke(acting: Capability, revoked: Capability): boolean {
  if (isRoot(revoked)) return false;
  if (isRoot(acting)) return equalBytes(acting.namespace, revoked.namespace);
  const isAncestor = acting.delegations.length < revoked.delegations.length && derivesFrom(revoked, acting);
  if (isAncestor) return true;
  return isAuthority(acting, 'revocations') && !isAdmin(revoked);
}
