import type { Micros } from '../ids.ts';

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;

/** After this long without a signed head, what is shown is marked as stale: a relay that keeps silent hides what is new. */
export const STALE_AFTER = DAY;
/** After this long nothing is updated that nobody asked for. */
const UNATTENDED_FOR = 7 * DAY;

/** @param verified time of the newest verified head, or since when one is awaited; absent: nothing is known yet. */
export function isStale(verified: Micros | undefined, now: Micros): boolean {
  return verified !== undefined && now - verified >= STALE_AFTER;
}

/** Without a verified head nothing says that an update is the newest one. */
export function mayUpdateUnattended(verified: Micros | undefined, now: Micros): boolean {
  return verified !== undefined && now - verified < UNATTENDED_FOR;
}
