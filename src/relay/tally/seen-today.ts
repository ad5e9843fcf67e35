import { createHash, randomBytes } from 'node:crypto';
import type { Micros } from '../../core/ids.ts';

/** What was counted on one day. The oldest is forgotten first where there is very much. */
export interface SeenOnDay {
  /** @returns whether it is the first time. */
  first(...what: readonly string[]): boolean;
  has(...what: readonly string[]): boolean;
  /** Up to which byte it was sent, from the first one on and without a gap. */
  sentTo(...what: readonly string[]): number;
  /** Takes the place of what was said before. */
  sent(to: number, ...what: readonly string[]): void;
}

/** What was counted today, by hashes under a salt that is forgotten with the day: nobody can be found in it. */
export interface SeenToday {
  /** One look at the clock: what belongs together is of one day, also around midnight. */
  today(): SeenOnDay;
}

const DAY = 24 * 3_600_000_000;
/** About 12 MB. */
const MOST = 200_000;

function seenOnDay(most: number): SeenOnDay {
  const seen = new Map<number, number>();
  const salt = randomBytes(16);

  function key(what: readonly string[]): number {
    const hash = createHash('sha256').update(salt);
    for (const part of what) hash.update(`${part.length} ${part}`);
    return hash.digest().readUIntBE(0, 6);
  }

  function keep(known: number, to: number): void {
    seen.set(known, to);
    const [oldest] = seen.keys();
    if (seen.size > most && oldest !== undefined) seen.delete(oldest);
  }

  return {
    first(...what) {
      const known = key(what);
      if (seen.has(known)) return false;
      keep(known, 0);
      return true;
    },
    has: (...what) => seen.has(key(what)),
    sentTo: (...what) => seen.get(key(what)) ?? 0,
    sent: (to, ...what) => keep(key(what), to),
  };
}

export function seenToday(clock: () => Micros, most = MOST): SeenToday {
  let day = -1;
  let seen = seenOnDay(most);
  return {
    today() {
      const today = Math.floor(clock() / DAY);
      if (today !== day) seen = seenOnDay(most);
      day = today;
      return seen;
    },
  };
}
