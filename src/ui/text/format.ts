import type { Did, Micros } from '../../core/ids.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, three digits: `812 B`, `42.1 kB`, `3.64 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

export function millisecondsOf(time: Micros): number {
  return Math.floor(time / 1000);
}

const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export function formatDate(time: Micros): string {
  return dateFormat.format(millisecondsOf(time));
}

export function formatTime(time: Micros): string {
  return timeFormat.format(millisecondsOf(time));
}

const AGES: readonly (readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [31_556_952, 'year'],
  [2_629_746, 'month'],
  [604_800, 'week'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `3 days ago`; under a minute, and in the future by the other device's clock: `just now`. */
export function formatAge(time: Micros, now: number = Date.now()): string {
  const seconds = (now - millisecondsOf(time)) / 1000;
  const age = AGES.find(([length]) => seconds >= length);
  return age === undefined ? 'just now' : relative.format(-Math.floor(seconds / age[0]), age[1]);
}

/** `did:key:z6Mk…4fQx`: begin and end, which people compare. */
export function shortDid(did: Did): string {
  return did.length <= 24 ? did : `${did.slice(0, 14)}…${did.slice(-6)}`;
}

export function shortHash(hash: string): string {
  return hash.length <= 20 ? hash : `${hash.slice(0, 8)}…${hash.slice(-8)}`;
}

const numbers = new Intl.NumberFormat('en');

/** `1 version`, `2,340 versions`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${numbers.format(count)} ${count === 1 ? one : many}`;
}
