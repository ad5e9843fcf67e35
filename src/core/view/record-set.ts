import type { Capability } from '../access/capability.ts';
import { compareBytes } from '../bytes.ts';
import type { Micros } from '../ids.ts';
import type { Member } from '../record/member.ts';
import type { GenRecord, MemberId } from '../record/record.ts';

/**
 * What a fold reads: the admitted members of a document, the authority's, and the outbox's for both. Paths tell them apart.
 */
export interface RecordSet {
  readonly records: readonly GenRecord[];
  readonly capabilities: ReadonlyMap<MemberId, Capability>;
  /** Records that stand in this device's outbox only. */
  readonly pending: ReadonlySet<MemberId>;
}

/** How far ahead of the reader's clock a record may be and still count; later ones wait. */
export const CLOCK_TOLERANCE = 10 * 60 * 1_000_000;

export function recordSet(members: Iterable<Member>, pending: Iterable<Member> = []): RecordSet {
  const records = new Map<MemberId, GenRecord>();
  const capabilities = new Map<MemberId, Capability>();
  const waiting = new Set<MemberId>();
  const keep = (member: Member): boolean => {
    if (member.member === 'capability') capabilities.set(member.id, member.capability);
    else if (!records.has(member.id)) {
      records.set(member.id, member);
      return true;
    }
    return false;
  };
  for (const member of members) keep(member);
  for (const member of pending) if (keep(member)) waiting.add(member.id);
  return { records: [...records.values()], capabilities, pending: waiting };
}

/** The set as a reader with this clock sees it. */
export function upTo(set: RecordSet, now: Micros): RecordSet {
  return { ...set, records: set.records.filter(({ timestamp }) => timestamp <= now + CLOCK_TOLERANCE) };
}

/** Total order of records: by time, then by digest. The same on every replica. */
export function compareRecords(
  a: Pick<GenRecord, 'timestamp' | 'digest'>,
  b: Pick<GenRecord, 'timestamp' | 'digest'>,
): number {
  return a.timestamp - b.timestamp || compareBytes(a.digest, b.digest);
}

export function capabilityOf(set: RecordSet, record: GenRecord): Capability | undefined {
  return record.credential === undefined ? undefined : set.capabilities.get(record.credential);
}
