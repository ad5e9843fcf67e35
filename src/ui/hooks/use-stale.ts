import { useEffect, useState } from 'react';
import type { Micros } from '../../core/ids.ts';
import { isStale, mayUpdateUnattended, STALE_AFTER } from '../../core/view/freshness.ts';
import type { Connection } from '../../ports/connection.ts';

/** What an age is counted from: the newest verified head, or the time since when a first one is awaited. */
export function verifiedTime({ verifiedAt, awaitedSince }: Connection): Micros | undefined {
  return verifiedAt ?? awaitedSince;
}

const now = (): Micros => (Date.now() * 1000) as Micros;

export function mayUpdateNow(time: Micros | undefined): boolean {
  return mayUpdateUnattended(time, now());
}

/** Whether it is stale by now; becomes so by itself while a page stays open. */
export function useStale(time: Micros | undefined): boolean {
  const [, look] = useState(0);
  const stale = isStale(time, now());
  useEffect(() => {
    if (time === undefined || stale) return undefined;
    const timer = setTimeout(() => look((looks) => looks + 1), (time + STALE_AFTER - now()) / 1000 + 1);
    return () => clearTimeout(timer);
  }, [time, stale]);
  return stale;
}
