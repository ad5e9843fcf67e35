import * as Automerge from '@automerge/automerge/slim';
import type { Capability } from '../core/access/capability.ts';
import type { Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import type { CausalPast } from '../core/record/admission.ts';
import type { OpenDocument } from './open-document.ts';
import { additionOf, decodeChange, type Addition } from './operations.ts';
import { GENESIS_HASH } from './genesis.ts';
import { memberIdOf } from '../core/record/record.ts';

/**
 * Which changes of one document are known, and which capabilities stand in the past of a change. Follows the
 * document as it grows locally, and runs ahead of it by what the gate admitted and the repo has yet to apply.
 */
export interface CausalLog {
  knows(hash: string): boolean;
  /** Number of the last operation of a change that is known. */
  maxOpOf(hash: string): number | undefined;
  /** Heads of the document once it holds a change with these parents. */
  headsWith(deps: readonly string[]): number;
  /** The number of the newest change of an actor; 0 when it has none. */
  lastOf(actor: string): number;
  /** The capabilities in the change itself and in its ancestors. */
  pastOf(addition: Addition, own: ReadonlyMap<MemberId, Capability>): CausalPast;
  admit(addition: Addition, members: readonly Member[]): void;
  /** Takes back what was admitted and will not be handed on; children first. */
  forget(addition: Addition): void;
}

export function causalLog(document: OpenDocument): CausalLog {
  const parents = new Map<string, readonly string[]>();
  const maxOps = new Map<string, number>();
  const numbers = new Map<string, number>();
  const heads = new Set<string>();
  const children = new Map<string, number>();
  const ahead = new Map<MemberId, Capability>();
  const aheadBy = new Map<string, readonly MemberId[]>();
  let followed: string[] = [];
  let introducedBy: Map<string, Set<MemberId>> | undefined;

  function add({ hash, deps, maxOp }: Pick<Addition, 'hash' | 'deps' | 'maxOp'>): void {
    if (parents.has(hash)) return;
    parents.set(hash, deps);
    maxOps.set(hash, maxOp);
    for (const dep of deps) {
      children.set(dep, (children.get(dep) ?? 0) + 1);
      heads.delete(dep);
    }
    if (!children.has(hash)) heads.add(hash);
  }

  function remove(hash: string): void {
    for (const dep of parents.get(hash) ?? []) {
      const left = (children.get(dep) ?? 0) - 1;
      if (left > 0) children.set(dep, left);
      else children.delete(dep);
      if (left <= 0 && parents.has(dep)) heads.add(dep);
    }
    parents.delete(hash);
    maxOps.delete(hash);
    heads.delete(hash);
    aheadBy.delete(hash);
  }

  function follow(): void {
    const doc = document.handle.doc();
    const now = Automerge.getHeads(doc);
    if (now.length === followed.length && now.every((head, index) => head === followed[index])) return;
    for (const change of Automerge.getChangesMetaSince(doc, followed)) {
      add(change);
      numbers.set(change.actor, Math.max(change.seq, numbers.get(change.actor) ?? 0));
    }
    followed = now;
    introducedBy = undefined;
  }

  function capabilityNamed(id: MemberId): Capability | undefined {
    const member = document.members.get(id);
    return member?.member === 'capability' ? member.capability : ahead.get(id);
  }

  /** Which change brought which members: needed only for changes that are concurrent with others. */
  function introductions(): Map<string, Set<MemberId>> {
    if (introducedBy !== undefined) return introducedBy;
    introducedBy = new Map();
    for (const bytes of Automerge.getAllChanges(document.handle.doc())) {
      const decoded = decodeChange(bytes) as { hash: string };
      if (decoded.hash === GENESIS_HASH) continue;
      introducedBy.set(decoded.hash, new Set(additionOf(decoded).members.map(memberIdOf)));
    }
    return introducedBy;
  }

  function isInAncestors(id: MemberId, deps: readonly string[]): boolean {
    const introduced = introductions();
    const seen = new Set<string>();
    const queue = [...deps];
    for (let hash = queue.pop(); hash !== undefined; hash = queue.pop()) {
      if (seen.has(hash)) continue;
      seen.add(hash);
      if (introduced.get(hash)?.has(id) === true || aheadBy.get(hash)?.includes(id) === true) return true;
      queue.push(...(parents.get(hash) ?? []));
    }
    return false;
  }

  return {
    knows(hash) {
      follow();
      return parents.has(hash);
    },
    pastOf({ deps }, own) {
      follow();
      const seesAll = [...heads].every((head) => deps.includes(head));
      return {
        capability(id) {
          const mine = own.get(id);
          if (mine !== undefined) return mine;
          const known = capabilityNamed(id);
          return known !== undefined && (seesAll || isInAncestors(id, deps)) ? known : undefined;
        },
      };
    },
    maxOpOf: (hash) => maxOps.get(hash),
    headsWith: (deps) => [...heads].filter((head) => !deps.includes(head)).length + 1,
    lastOf: (actor) => numbers.get(actor) ?? 0,
    admit(addition, members) {
      const { hash, actor, seq } = addition;
      add(addition);
      numbers.set(actor, seq);
      const capabilities = members.filter((member) => member.member === 'capability');
      if (capabilities.length === 0) return;
      aheadBy.set(
        hash,
        capabilities.map(({ id }) => id),
      );
      for (const { id, capability } of capabilities) ahead.set(id, capability);
    },
    forget({ hash, actor, seq }) {
      remove(hash);
      numbers.set(actor, seq - 1);
    },
  };
}
