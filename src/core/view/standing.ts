import { mayRevoke } from '../access/authority.ts';
import { areaOf, type Capability } from '../access/capability.ts';
import type { TimeRange } from '../access/area.ts';
import type { Micros } from '../ids.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { coverageOf } from './coverage.ts';
import type { Handover } from './handover.ts';
import { namedLinks } from './named-links.ts';
import { chainLinks, receiptsBy, type Receipt } from './receipts.ts';
import { capabilityOf, CLOCK_TOLERANCE, type RecordSet } from './record-set.ts';
import { revocationsOf, type Revocation } from './revocations.ts';

/** Why an admitted record does not count. */
export type Fault =
  | { readonly kind: 'revoked'; readonly revocation: Revocation }
  /** It was made through what an owner had who has handed the name over. */
  | { readonly kind: 'handed-over'; readonly handover: Handover }
  | { readonly kind: 'expired'; readonly end: Micros };

/** What counts of a set, for a reader with one clock. */
export interface Standing {
  /** `undefined`: the record counts, as far as permission goes. */
  fault(record: GenRecord): Fault | undefined;
  /** Whether something new by this capability would count now; `undefined`: it would. */
  ended(capability: Capability): Fault | undefined;
  /** By notaries whose receipts count. */
  receipts(record: MemberId): readonly Receipt[];
}

/**
 * The time of a record is its author's word. A receipt's is not: a range that ends is held against receipts, and what has
 * none counts until the end has come.
 */
function isOutside({ start, end }: TimeRange, receipts: readonly Receipt[], now: Micros): boolean {
  if (end === undefined) return false;
  if (receipts.length === 0) return now >= end;
  return !receipts.some(({ time }) => time < end && time + CLOCK_TOLERANCE >= start);
}

/**
 * Decides by the set and the clock alone, so every replica of a set agrees. The recursion ends: whoever revokes stands
 * above what is revoked (`mayRevoke`). An expired revoker is judged by receipts as they are, of revoked notaries too: else
 * each could depend on the other.
 *
 * A hand-over ends what the owner before was given as a revocation of it would, but for the transfer itself. It is asked of
 * nothing in its turn, so the recursion ends as before; and what a former owner withdraws without the heads covering it has
 * fallen like all else of theirs, and ends nothing.
 *
 * @param handovers of the module that the set is about, as its succession has them, which is found without them.
 */
export function standingOf(set: RecordSet, now: Micros, handovers: readonly Handover[] = []): Standing {
  const links = chainLinks(set);
  const rawReceipts = receiptsBy(links.values());
  const revocations = revocationsOf(set);
  const applying = new Map<Capability, readonly Revocation[]>();
  const coverage = coverageOf(links);
  const covered = new Map<Revocation | Handover, (record: MemberId) => boolean>();
  const verdicts = new Map<MemberId, boolean>();
  const handedOver = new Map<Capability, Handover | undefined>();
  const endedBy = new Map(
    handovers.flatMap((by) => by.ended.map((one) => [namedLinks(one).at(-1)?.id, by] as const)),
  );

  function covers(revocation: Revocation | Handover, record: MemberId): boolean {
    const known = covered.get(revocation) ?? coverage(revocation.heads);
    covered.set(revocation, known);
    return known(record);
  }

  function counts({ record, acting }: Revocation): boolean {
    const known = verdicts.get(record.id);
    if (known !== undefined) return known;
    const outside = isOutside(areaOf(acting).times, rawReceipts.get(record.id) ?? [], now);
    const verdict =
      !outside && handedOverBy(acting, record.id) === undefined && revokedBy(acting, record.id) === undefined;
    verdicts.set(record.id, verdict);
    return verdict;
  }

  /** @param record as for `revokedBy`. */
  function handedOverBy(capability: Capability, record: MemberId | undefined): Handover | undefined {
    if (handovers.length === 0) return undefined;
    if (!handedOver.has(capability)) {
      const link = namedLinks(capability).find(({ id }) => endedBy.has(id));
      handedOver.set(capability, endedBy.get(link?.id));
    }
    const handover = handedOver.get(capability);
    if (handover === undefined || record === undefined) return handover;
    return record === handover.record.id || covers(handover, record) ? undefined : handover;
  }

  /** Of the capability or of one that it was handed on from, by somebody who may; first the link nearest to the root. */
  function against(capability: Capability): readonly Revocation[] {
    if (revocations.size === 0) return [];
    const known =
      applying.get(capability) ??
      namedLinks(capability).flatMap(({ id, capability: link }) =>
        (revocations.get(id) ?? []).filter(({ acting }) => mayRevoke(acting, link)),
      );
    applying.set(capability, known);
    return known;
  }

  /** @param record what was done by the capability; absent: something new. */
  function revokedBy(capability: Capability, record: MemberId | undefined): Revocation | undefined {
    return against(capability).find((revocation) => {
      const stands = record !== undefined && covers(revocation, record);
      return !stands && counts(revocation);
    });
  }

  const standingLinks = [...links.values()].filter(({ record }) => {
    const capability = capabilityOf(set, record);
    return capability !== undefined && revokedBy(capability, record.id) === undefined;
  });
  const receipts = standingLinks.length === links.size ? rawReceipts : receiptsBy(standingLinks);

  function faultOf(capability: Capability, record: MemberId | undefined): Fault | undefined {
    const revocation = revokedBy(capability, record);
    if (revocation !== undefined) return { kind: 'revoked', revocation };
    const handover = handedOverBy(capability, record);
    if (handover !== undefined) return { kind: 'handed-over', handover };
    const { times } = areaOf(capability);
    const known = record === undefined ? [] : (receipts.get(record) ?? []);
    return times.end !== undefined && isOutside(times, known, now)
      ? { kind: 'expired', end: times.end }
      : undefined;
  }

  return {
    fault(record) {
      const capability = capabilityOf(set, record);
      return capability === undefined ? undefined : faultOf(capability, record.id);
    },
    ended: (capability) => faultOf(capability, undefined),
    receipts: (record) => receipts.get(record) ?? [],
  };
}
