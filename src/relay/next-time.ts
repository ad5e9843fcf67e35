import { parseMicros, type Micros } from '../core/ids.ts';
import { CLOCK_TOLERANCE } from '../core/view/record-set.ts';

/** Whether no device would believe what is signed for this time. */
export function isFarAhead(time: Micros, now: Micros): boolean {
  return time > now + CLOCK_TOLERANCE;
}

/** What is signed goes forward in time, unless the clock was far ahead once: no device has believed that. */
export function nextTime(last: Micros | undefined, now: Micros): Micros {
  if (last === undefined || isFarAhead(last, now)) return now;
  return parseMicros(Math.max(now, last + 1));
}
