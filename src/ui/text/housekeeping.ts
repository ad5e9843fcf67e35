import type { CleanedUp } from '../../ports/housekeeping.ts';
import type { Installation } from '../../ports/module-page.ts';
import { formatAge, formatCount } from './format.ts';

/** Days that can be chosen; `undefined`: never. */
export const CLEAN_UP_DAYS = [undefined, 30, 90, 180, 365] as const;

/** `Never`, `After 90 days`, `After a year`. */
export function cleanUpWords(days: number | undefined): string {
  if (days === undefined) return 'Never';
  return days === 365 ? 'After a year' : `After ${formatCount(days, 'day')}`;
}

/** `A`, `A and B`, `A, B and C`. */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

const MOST_NAMED = 5;

/** `A and B were removed: unused for 90 days.` */
export function cleanedUpSentence({ names, others, days }: CleanedUp): string {
  const unnamed = names.length - MOST_NAMED;
  const shown = unnamed > 0 ? [...names.slice(0, MOST_NAMED), `${unnamed} more`] : names;
  const were = names.length === 1 ? 'was' : 'were';
  const along =
    others === 0
      ? ''
      : `, with ${formatCount(others, 'module')} that only ${names.length === 1 ? 'it' : 'they'} needed`;
  return `${listed(shown)} ${were} removed: unused for ${formatCount(days, 'day')}${along}.`;
}

/** When somebody last had to do with an installed module. */
export function lastUse(
  { openedAt, usedAt }: Pick<Installation, 'openedAt' | 'usedAt'>,
  now?: number,
): string {
  if (usedAt !== undefined) return `last used ${formatAge(usedAt, now)}`;
  return openedAt === undefined ? 'never used' : `looked at ${formatAge(openedAt, now)}`;
}
