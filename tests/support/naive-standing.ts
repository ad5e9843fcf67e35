import { mayRevoke } from '../../src/core/access/authority.ts';
import { areaOf, type Capability } from '../../src/core/access/capability.ts';
import { capabilityMember } from '../../src/core/record/member.ts';
import type { GenRecord, MemberId } from '../../src/core/record/record.ts';
import { chainLinks } from '../../src/core/view/receipts.ts';
import { CLOCK_TOLERANCE, type RecordSet } from '../../src/core/view/record-set.ts';
import { revocationsOf, type Revocation } from '../../src/core/view/revocations.ts';

/**
 * Section 11 of docs/FORMAT.md word by word: which revocations count is found by trying again until nothing changes, instead
 * of by asking from below.
 */
export function naiveFault(
  set: RecordSet,
  now: number,
): (record: GenRecord) => 'revoked' | 'expired' | undefined {
  const links = chainLinks(set);
  const revocations = [...revocationsOf(set).values()].flat();
  const named = (id: MemberId, by: Iterable<GenRecord>): number[] =>
    [...by].filter((link) => links.get(link.id)?.names.includes(id)).map(({ timestamp }) => timestamp);
  const allLinks = [...links.values()].map(({ record }) => record);

  function isCovered(record: MemberId, { heads }: Revocation): boolean {
    const reached: MemberId[] = [];
    for (let open = [...heads]; open.length > 0;) {
      const fresh = open.filter((id) => links.has(id) && !reached.includes(id));
      reached.push(...fresh);
      open = fresh.flatMap((id) => links.get(id)?.previous ?? []);
    }
    return reached.some((id) => id === record || links.get(id)?.names.includes(record));
  }

  function isOver(capability: Capability, times: readonly number[]): boolean {
    const { start, end } = areaOf(capability).times;
    if (end === undefined) return false;
    if (times.length === 0) return now >= end;
    return times.every((time) => time >= end || time < start - CLOCK_TOLERANCE);
  }

  function isCutOff(capability: Capability, record: MemberId, counting: ReadonlySet<Revocation>): boolean {
    return [...counting].some((revocation) => {
      for (let length = 0; length <= capability.delegations.length; length += 1) {
        const link = { ...capability, delegations: capability.delegations.slice(0, length) };
        if (capabilityMember(link).id !== revocation.delegation) continue;
        return mayRevoke(revocation.acting, link) && !isCovered(record, revocation);
      }
      return false;
    });
  }

  let counting: ReadonlySet<Revocation> = new Set();
  for (;;) {
    const next = new Set(
      revocations.filter(
        ({ acting, record }) =>
          !isOver(acting, named(record.id, allLinks)) && !isCutOff(acting, record.id, counting),
      ),
    );
    const settled = next.size === counting.size && [...next].every((one) => counting.has(one));
    counting = next;
    if (settled) break;
  }

  const capability = ({ credential }: GenRecord): Capability | undefined =>
    credential === undefined ? undefined : set.capabilities.get(credential);
  const good = allLinks.filter((link) => {
    const used = capability(link);
    return used !== undefined && !isCutOff(used, link.id, counting);
  });
  return (record) => {
    const used = capability(record);
    if (used === undefined) return undefined;
    if (isCutOff(used, record.id, counting)) return 'revoked';
    return isOver(used, named(record.id, good)) ? 'expired' : undefined;
  };
}
