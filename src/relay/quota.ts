import { GenError } from '../core/errors.ts';

/** What each key uses of something in a window of time that begins with its first use. */
export interface Quota {
  /** @throws GenError QuotaExceeded with the quota's reason, `limit` and `retryAfterMs`; then nothing is used. */
  use(key: string, amount: number): void;
}

interface Use {
  amount: number;
  readonly since: number;
}

/** Keys are free, memory is not: of more than twice this many, those that were used longest ago are forgotten. */
const MOST_KEYS = 32_768;

/** @param clock milliseconds. */
export function quota(
  { reason, limit, windowMs }: { readonly reason: string; readonly limit: number; readonly windowMs: number },
  clock: () => number,
): Quota {
  // Two generations: forgetting one by one would cost more the more there are.
  let young = new Map<string, Use>();
  let old = new Map<string, Use>();
  let bornAt = clock();

  function age(now: number): void {
    if (young.size < MOST_KEYS && now - bornAt < windowMs) return;
    old = young;
    young = new Map();
    bornAt = now;
  }

  function useOf(key: string, now: number): Use {
    const use = young.get(key) ?? old.get(key);
    return use === undefined || use.since + windowMs <= now ? { amount: 0, since: now } : use;
  }

  return {
    use(key, amount) {
      const now = clock();
      age(now);
      const use = useOf(key, now);
      if (use.amount + amount > limit) {
        throw new GenError('QuotaExceeded', reason, { limit, retryAfterMs: use.since + windowMs - now });
      }
      use.amount += amount;
      young.set(key, use);
    },
  };
}
