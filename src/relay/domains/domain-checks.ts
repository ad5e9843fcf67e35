import { GenError, toGenError } from '../../core/errors.ts';
import { parseMicros, type Did, type Micros } from '../../core/ids.ts';
import { personDocument } from '../../core/record/document.ts';
import { decodeMember } from '../../core/record/member.ts';
import { profileView } from '../../core/view/fold-profile.ts';
import { recordSet } from '../../core/view/record-set.ts';
import type { DomainAnswer } from '../../ports/domains.ts';
import type { Journal } from '../journal.ts';
import { publishersOfDomain, type DomainAccess } from './ask-domain.ts';

export interface DomainChecks {
  /** @throws GenError NotFound `domain` | QuotaExceeded `domains` | Network `domain-unreachable` */
  check(domain: string, did: Did): Promise<DomainAnswer>;
}

/** What is known of one domain: what it said, or why it could not be asked. */
interface Known {
  readonly at: Micros;
  readonly publishers: readonly string[] | GenError;
}

const KEPT = 1_024;
const UNDER_WAY = 4;
/** Microseconds that an answer is good for: a no for less, as somebody may be putting the file there. */
const FRESH = { yes: 3_600_000_000, no: 60_000_000, failure: 300_000_000 };

function lifetime({ publishers }: Known, did: Did): number {
  if (publishers instanceof GenError) return FRESH.failure;
  return publishers.includes(did) ? FRESH.yes : FRESH.no;
}

/**
 * Asks domains for readers, as browsers may not. Only what a person has claimed in a record is asked, a domain once an
 * hour, and few at a time: a relay is nobody's way to make requests.
 */
export function domainChecks(journal: Journal, clock: () => Micros, access: DomainAccess): DomainChecks {
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<Known>>();

  function isClaimed(domain: string, did: Did): boolean {
    const members = journal.members(personDocument(did)).map((bytes) => decodeMember(bytes));
    return profileView(recordSet(members), did, clock())?.domain === domain;
  }

  function keep(domain: string, now: Known): Known {
    known.delete(domain);
    known.set(domain, now);
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    return now;
  }

  async function ask(domain: string): Promise<Known> {
    try {
      return keep(domain, { publishers: await publishersOfDomain(domain, access), at: clock() });
    } catch (thrown) {
      return keep(domain, { publishers: toGenError(thrown), at: clock() });
    } finally {
      asking.delete(domain);
    }
  }

  function knownOf(domain: string, did: Did): Promise<Known> | Known {
    const last = known.get(domain);
    if (last !== undefined && clock() - last.at < lifetime(last, did)) return last;
    const underWay = asking.get(domain);
    if (underWay !== undefined) return underWay;
    if (asking.size >= UNDER_WAY)
      throw new GenError('QuotaExceeded', 'domains', { limit: UNDER_WAY, retryAfterMs: 5_000 });
    const begun = ask(domain);
    asking.set(domain, begun);
    return begun;
  }

  return {
    async check(domain, did) {
      if (!isClaimed(domain, did)) throw new GenError('NotFound', 'domain', { domain, did });
      const { publishers, at } = await knownOf(domain, did);
      if (publishers instanceof GenError) throw publishers;
      return { verified: publishers.includes(did), checkedAt: parseMicros(at) };
    },
  };
}
