import { isCommunal, receiverOf, type Capability } from '../access/capability.ts';
import { communalCapability } from '../access/delegation.ts';
import { didOf, type Did, type Micros } from '../ids.ts';
import { oncePer } from '../once-per.ts';
import { isDevicePath } from '../record/document.ts';
import { readBody } from '../record/kinds.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { capabilityOf, compareRecords, type RecordSet } from './record-set.ts';

/** Says that a delegation has ended. Whether it counts is `standing`'s to say. */
export interface Revocation {
  /** The id of the capability that ends with the delegation. */
  readonly delegation: MemberId;
  /** Receipts: what they and those before them name still stands. */
  readonly heads: readonly MemberId[];
  readonly reason: string;
  /** Who signed it: a device or publisher of an owner writes in the owner's subspace. */
  readonly by: Did;
  readonly time: Micros;
  /** What its author acted by. */
  readonly acting: Capability;
  readonly record: GenRecord;
}

function mayEnd({ path }: GenRecord): boolean {
  return path[0] === 'revocations' || path.at(-2) === 'publishers' || isDevicePath(path);
}

/** What somebody has where everybody has their own subspace: nobody gave it, so no member says it. */
const ownOf = oncePer(({ namespace, subspace }: GenRecord): Capability | undefined =>
  isCommunal(namespace) ? communalCapability(namespace, subspace, 'write') : undefined,
);

/** A person ends their own devices by their own key. */
function actingIn(set: RecordSet, record: GenRecord): Capability | undefined {
  if (!mayEnd(record)) return undefined;
  return record.credential === undefined ? ownOf(record) : capabilityOf(set, record);
}

type Said = Pick<Revocation, 'delegation' | 'heads' | 'reason'>;

function readRevocation({ path, payload, credential }: GenRecord): Said | undefined {
  const [root, delegation] = path;
  if (root === 'revocations' && path.length === 2) {
    const body = readBody('revocation', payload);
    return body === undefined ? undefined : { delegation: delegation as MemberId, ...body };
  }
  if (root === 'modules' && path.at(-2) === 'publishers' && path.indexOf('@', 1) === path.length - 3) {
    const body = readBody('publisher', payload);
    if (body === undefined || !('withdraw' in body)) return undefined;
    return { delegation: body.withdraw, heads: body.heads, reason: body.reason };
  }
  // By the person's own key alone: what a device says of another one ends nothing.
  if (isDevicePath(path) && credential === undefined) {
    const body = readBody('device', payload);
    if (body === undefined || !('withdraw' in body)) return undefined;
    return { delegation: body.withdraw, heads: body.heads, reason: body.reason };
  }
  return undefined;
}

/** For each capability that a set may have for a record: one, but decoded anew where members are read anew. */
const revocationsBy = oncePer((acting: Capability) => {
  const by = didOf(receiverOf(acting));
  return oncePer((record: GenRecord): Revocation | undefined => {
    const said = readRevocation(record);
    return said && { ...said, acting, by, time: record.timestamp, record };
  });
});

/**
 * By the delegation that they end, oldest first: an admin's in the authority, an owner's in the module, a person's of their
 * device in their own document.
 */
export function revocationsOf(set: RecordSet): ReadonlyMap<MemberId, readonly Revocation[]> {
  const revocations = new Map<MemberId, Revocation[]>();
  for (const record of set.records) {
    const acting = actingIn(set, record);
    const revocation = acting && revocationsBy(acting)(record);
    if (revocation === undefined) continue;
    const list = revocations.get(revocation.delegation);
    if (list === undefined) revocations.set(revocation.delegation, [revocation]);
    else list.push(revocation);
  }
  for (const list of revocations.values()) list.sort((a, b) => compareRecords(a.record, b.record));
  return revocations;
}
