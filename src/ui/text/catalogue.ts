import { formatCount } from './format.ts';

/** Seconds that can be chosen. */
export const INDEX_INTERVALS = [0, 10, 60, 600] as const;

/** `At once`, `Within 10 seconds`, `Within a minute`. */
export function intervalWords(seconds: number): string {
  if (seconds === 0) return 'At once';
  if (seconds % 60 !== 0) return `Within ${formatCount(seconds, 'second')}`;
  return seconds === 60 ? 'Within a minute' : `Within ${formatCount(seconds / 60, 'minute')}`;
}

/** What was found wrong in the catalogue, and what became of it. */
export function refusedWords(refused: number): string {
  if (refused === 0) return 'Nothing in it was found to be forged or belied by a module’s own records.';
  return `${formatCount(refused, 'entry', 'entries')} had a signature that does not fit, or said what the module’s own records belie. They are never shown.`;
}
