import { setImmediate } from 'node:timers/promises';
import { toHex } from '../../core/bytes.ts';
import { publicKeyOf, type Did, type Micros } from '../../core/ids.ts';
import { AUTHORITY } from '../../core/record/document.ts';
import { decodeMember } from '../../core/record/member.ts';
import { upTo } from '../../core/view/record-set.ts';
import { MAX_INVITED } from '../../core/view/signed-aggregates.ts';
import { standingOf, type Standing } from '../../core/view/standing.ts';
import { vouchedByAuthority } from '../../core/view/vouched.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../journal.ts';
import type { RecordSets } from '../record-sets.ts';
import type { TallyStore } from './tally-store.ts';

/** Whose ratings this relay counts as trusted: people vouched for by admins, and those whom the registry invited. */
export interface TrustedRaters {
  /** By the hex of a key. */
  has(rater: string): boolean;
  /** Brings what was counted up to who is trusted now; does little where nothing about that has changed. */
  refresh(): Promise<void>;
  /** Who rated and is trusted for an invitation alone: only modules' documents tell of those. */
  invited(): readonly Did[];
}

/** Permissions end without a record. */
const LONGEST_KEPT = 10 * 60 * 1_000_000;
/** People, and ratings of one person, between two turns of the event loop. */
const PEOPLE = 100;
const RATINGS = 200;

function keyOf(did: Did): string {
  return toHex(publicKeyOf(did));
}

export function trustedRaters({
  journal,
  sets,
  store,
  clock,
}: {
  readonly journal: Pick<Journal, 'version'>;
  readonly sets: RecordSets;
  readonly store: TallyStore;
  readonly clock: Clock;
}): TrustedRaters {
  let trusted: ReadonlySet<string> = new Set();
  let onlyInvited: readonly Did[] = [];
  let listed: readonly Did[] = [];
  let known: { readonly by: string; readonly at: Micros } | undefined;

  async function keysOf(people: readonly Did[]): Promise<Set<string>> {
    const keys = new Set<string>();
    for (const [at, did] of people.entries()) {
      keys.add(keyOf(did));
      if (at % PEOPLE === 0) await setImmediate();
    }
    return keys;
  }

  async function stillInvited(standing: Standing): Promise<Set<Did>> {
    const invited = new Set<Did>();
    let last: Did | undefined;
    for (;;) {
      const page = store.invited(last, PEOPLE);
      for (const { did, member } of page) {
        const decoded = decodeMember(member);
        if (decoded.member === 'capability' && standing.ended(decoded.capability) === undefined)
          invited.add(did);
      }
      last = page.at(-1)?.did;
      if (last === undefined) return invited;
      await setImmediate();
    }
  }

  async function recount(people: Iterable<string>, isTrusted: boolean): Promise<void> {
    let asked = 0;
    for (const rater of people) {
      while (store.recount(rater, isTrusted, RATINGS)) await setImmediate();
      asked += 1;
      if (asked % PEOPLE === 0) await setImmediate();
    }
  }

  /** In slices, as any number of people may have been invited. */
  async function ratersAmong(people: Iterable<Did>): Promise<Did[]> {
    const raters: Did[] = [];
    let asked = 0;
    for (const did of people) {
      if (store.hasRated(keyOf(did))) raters.push(did);
      asked += 1;
      if (asked % PEOPLE === 0) await setImmediate();
    }
    return raters;
  }

  async function judge(now: Micros): Promise<void> {
    const set = upTo(sets.of(AUTHORITY), now);
    const byWord = vouchedByAuthority(set, now);
    const invited = await stillInvited(standingOf(set, now));
    trusted = await keysOf([...byWord, ...invited]);
    onlyInvited = [...invited].filter((did) => !byWord.has(did));
    await recount(
      store.trustedRaters().filter((rater) => !trusted.has(rater)),
      false,
    );
    await recount(trusted, true);
  }

  return {
    has: (rater) => trusted.has(rater),
    invited: () => listed,
    async refresh() {
      const now = clock();
      const by = `${journal.version(AUTHORITY)} ${store.invitedCount()}`;
      const isFresh = known?.by === by && now >= known.at && now < known.at + LONGEST_KEPT;
      if (!isFresh) await judge(now);
      if (!isFresh) known = { by, at: now };
      // Who was invited may have rated since.
      listed = (await ratersAmong(onlyInvited)).sort().slice(0, MAX_INVITED);
    },
  };
}
