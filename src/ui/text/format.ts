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

/** Made when first used: a phone takes tens of milliseconds to make the formats of `Intl`. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

const dateFormat = once(
  () => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }),
);
const timeFormat = once(() => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }));

export function formatDate(time: Micros): string {
  return dateFormat().format(millisecondsOf(time));
}

export function formatTime(time: Micros): string {
  return timeFormat().format(millisecondsOf(time));
}

/** Of a unit there is one or many; some have a word for one ago. */
const AGES: readonly (readonly [seconds: number, unit: string, one?: string])[] = [
  [31_556_952, 'year', 'last year'],
  [2_629_746, 'month', 'last month'],
  [604_800, 'week', 'last week'],
  [86_400, 'day', 'yesterday'],
  [3600, 'hour'],
  [60, 'minute'],
];

/** `3 days ago`; under a minute, and in the future by the other device's clock: `just now`. */
export function formatAge(time: Micros, now: number = Date.now()): string {
  const seconds = (now - millisecondsOf(time)) / 1000;
  const age = AGES.find(([length]) => seconds >= length);
  if (age === undefined) return 'just now';
  const [length, unit, one] = age;
  const count = Math.floor(seconds / length);
  return count === 1 && one !== undefined ? one : `${formatCount(count, unit)} ago`;
}

/** `did:key:z6Mk…4fQx`: begin and end, which people compare. */
export function shortDid(did: Did): string {
  return did.length <= 24 ? did : `${did.slice(0, 14)}…${did.slice(-6)}`;
}

export function shortHash(hash: string): string {
  return hash.length <= 20 ? hash : `${hash.slice(0, 8)}…${hash.slice(-8)}`;
}

/**
 * `812`, `2,340`. By hand, as the first screen says how many modules there are: a desk takes forty milliseconds to make the first
 * format of `Intl`, and a phone four times that.
 *
 * @param count a whole number.
 */
export function formatNumber(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',');
}

const SHORTENED = [
  [1_000_000, 'M'],
  [1000, 'k'],
] as const;

/** For a list, where its order says more than a number: `812`, `2.3k`, `45k`, `1.2M`. */
export function formatShort(count: number): string {
  const unit = SHORTENED.find(([size]) => count >= size);
  if (unit === undefined) return String(count);
  const value = count / unit[0];
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : Math.floor(value)}${unit[1]}`;
}

/** `1 version`, `2,340 versions`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
