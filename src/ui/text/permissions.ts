import type { Did, Micros } from '../../core/ids.ts';
import type { EndView } from '../../core/view/publishers.ts';
import { formatDate, shortDid } from './format.ts';

/** Where a permission lets write: `io.acme.codec`, `all below io.acme`, `everything`. */
export function placeWords(path: string): string {
  const [root = '', ...rest] = path.split('/');
  if (root === '') return 'everything';
  if (root !== 'modules') return `the part “${path}”`;
  const close = rest.indexOf('@');
  const id = rest.slice(0, close < 0 ? rest.length : close).join('.');
  if (id === '') return 'all modules';
  if (close < 0) return `all below ${id}`;
  const below = rest.slice(close + 1).join('/');
  return below === '' ? id : `${below} of ${id}`;
}

/** What a permission is for, after `May`: the registry's own trees are no modules. */
export function deedWords(mode: 'read' | 'write', path: string): string {
  const [tree = ''] = path.split('/');
  if (mode === 'read') return 'read';
  if (tree === 'revocations') return 'cut off';
  if (path === 'moderation') return 'settle releases and hide modules';
  if (tree === 'moderation') return 'settle releases';
  return tree === 'modules' || tree === '' ? 'publish' : 'write';
}

/** A scope as the engine names it: `io.acme.codec`, `io.acme.*` for all below, `io.acme.codec/versions` for a part. */
export function scopeWords(scope: string): string {
  if (scope === '*') return 'All modules';
  return scope.endsWith('.*') ? `All below ${scope.slice(0, -2)}` : scope;
}

/** The one module that a scope is about, if it is about one. */
export function moduleOfScope(scope: string): string | undefined {
  const [id = ''] = scope.split('/');
  return id.includes('.') && !id.endsWith('*') ? id : undefined;
}

/** `because “key lost”`: the person's words without the full stop, as the sentence brings its own. */
export function because(reason: string): string {
  const words = reason.trim().replace(/\.$/, '');
  return words === '' ? 'without a reason given' : `because “${words}”`;
}

/**
 * `ran out on 3 Oct 2025`, `ended on 3 Oct 2025, when the module was handed over to you`, `withdrawn by did:key:z6Mk…4fQx on
 * 3 Oct 2025, because “key lost”`: goes on after a name.
 */
export function endWords({ kind, by, to, reason, time }: EndView, mine?: Did): string {
  if (kind === 'expired') return `ran out on ${formatDate(time)}`;
  if (kind === 'handed-over') {
    const whom = to === undefined ? '' : ` to ${to === mine ? 'you' : shortDid(to)}`;
    return `ended on ${formatDate(time)}, when the module was handed over${whom}`;
  }
  const who = by === undefined ? '' : ` by ${by === mine ? 'you' : shortDid(by)}`;
  return `withdrawn${who} on ${formatDate(time)}, ${because(reason)}`;
}

/** The same as a sentence. */
export function endSentence(end: EndView, mine?: Did): string {
  const words = endWords(end, mine);
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}.`;
}

/**
 * The end of a day as `<input type="date">` gives it, where the person is: the day that was chosen still counts, and is the
 * one that is shown.
 *
 * @returns `undefined` for what is no day.
 */
export function endOfDay(day: string): Micros | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const next = new Date(year, month - 1, date + 1).getTime();
  return Number.isNaN(next) ? undefined : ((next * 1000 - 1) as Micros);
}

/** `2026-12-31`, for the bounds of `<input type="date">`. */
export function dayOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
