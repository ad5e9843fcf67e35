import { areaOf, receiverOf, type Capability } from '../../../core/access/capability.ts';
import { equalBytes } from '../../../core/bytes.ts';
import { didOf, type Did, type Micros, type NamespaceId } from '../../../core/ids.ts';
import type { CapabilityMember, Member } from '../../../core/record/member.ts';
import { endView, type EndView } from '../../../core/view/publishers.ts';
import { recordSet, upTo } from '../../../core/view/record-set.ts';
import { standingOf } from '../../../core/view/standing.ts';
import { scopeOf } from '../../../app/held-permissions.ts';

/** What somebody got from the root it is for. `other`: nothing that a command here makes. */
export type Role = 'naming' | 'notary' | 'heads' | 'admin' | 'invitation' | 'reader' | 'other';

/** One thing that the root handed on, or that was handed on from there. */
export interface HandedOnView {
  readonly id: string;
  readonly role: Role;
  readonly to: Did;
  /** `io.acme.*`, `*`, or the path of another tree. */
  readonly scope: string;
  readonly until: Micros | undefined;
  /** When a command made it; unknown of what stands in a document only. */
  readonly at: Micros | undefined;
  readonly capability: Capability;
  readonly ended: EndView | undefined;
}

const BY_TREE: Readonly<Record<string, Role>> = {
  modules: 'naming',
  receipts: 'notary',
  heads: 'heads',
  keys: 'admin',
  revocations: 'admin',
  advisories: 'admin',
  moderation: 'admin',
  epochs: 'admin',
};

export function roleOf(capability: Capability): Role {
  const { path, subspace } = areaOf(capability);
  const [tree] = path;
  if (capability.mode === 'read') return 'reader';
  if (subspace !== undefined) return tree === 'modules' ? 'invitation' : 'other';
  return (tree === undefined ? undefined : BY_TREE[tree]) ?? 'other';
}

const ORDER: readonly Role[] = ['naming', 'notary', 'heads', 'admin', 'invitation', 'reader', 'other'];

/**
 * @param authority what stands in the authority's document, as far as it could be had: what ended.
 * @param kept      made by commands, with when.
 */
export function handedOnViews(
  members: readonly CapabilityMember[],
  {
    namespace,
    authority,
    kept,
    now,
  }: {
    readonly namespace: NamespaceId;
    readonly authority: readonly Member[];
    readonly kept: ReadonlyMap<string, Micros>;
    readonly now: Micros;
  },
): HandedOnView[] {
  const set = upTo(recordSet([...authority, ...members]), now);
  const standing = standingOf(set, now);
  const distinct = new Map(members.map((member) => [member.id, member.capability]));
  return [...distinct]
    .filter(([, one]) => one.kind === 'owned' && equalBytes(one.namespace, namespace))
    .map(([id, capability]) => {
      const { path, times } = areaOf(capability);
      const fault = standing.ended(capability);
      return {
        id,
        role: roleOf(capability),
        to: didOf(receiverOf(capability)),
        scope: scopeOf(path),
        until: times.end,
        at: kept.get(id),
        capability,
        ended: fault === undefined ? undefined : endView(fault),
      };
    })
    .sort(
      (a, b) =>
        ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1),
    );
}

/** Of a document: what came from the root in one step, or in whatever number of them. */
export function capabilitiesIn(
  members: Iterable<Member>,
  steps: 'one' | 'any' = 'any',
): readonly CapabilityMember[] {
  return [...members].flatMap((member) => {
    if (member.member !== 'capability') return [];
    const { length } = member.capability.delegations;
    // The root's own is nobody's to end.
    return length === 1 || (length > 1 && steps === 'any') ? [member] : [];
  });
}
