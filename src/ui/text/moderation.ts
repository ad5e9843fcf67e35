import type { Did } from '../../core/ids.ts';
import type { ReportReason } from '../../core/record/kinds.ts';
import type { Hiding } from '../../core/view/moderation.ts';
import type { ModeratorList } from '../../ports/moderation.ts';
import { formatCount, formatDate, shortDid } from './format.ts';

/** What somebody chooses when they report something. */
export const REPORT_WORDS: Readonly<Record<ReportReason, string>> = {
  malware: 'It does harm',
  impersonation: 'It passes itself off as something else',
  spam: 'Spam',
  abuse: 'It insults or harasses somebody',
  illegal: 'It breaks the law',
  broken: 'It does not work at all',
  other: 'Something else',
};

export const REPORT_IS_PUBLIC =
  'Moderators read it, and so can everybody else: a report is public and signed in your name. By itself it hides and deletes nothing. You can take it back; that you made it stays on record.';

/** Beside every number of reports. */
export const REPORTS_UNVERIFIED =
  'Whoever reports is unverified: anybody can make many identities, so a number of reports proves nothing.';

export const OWN_LIST_IS_PUBLIC =
  'It counts for you, and for whoever follows you. The list is public: everybody who may read any part of this registry can read it, with what it names.';

export const REGISTRY_LIST_IS_PUBLIC =
  'It counts for everybody who follows the admins, as everybody does until they choose not to.';

export const HIDING_IS_A_RECORD =
  'Nothing is deleted: you sign a record that says you would rather not show this. You can take it back.';

export const STARS_STILL_COUNT = 'The text is hidden; the stars still count.';

function quoted(reason: string): string {
  const why = reason.trim().replace(/\.$/, '');
  return why === '' ? '' : `: “${why}”`;
}

/** `Hidden by an admin of this registry, did:key:z6Mk…4fQx, on 21 Nov 2026: “Steals keys”.` */
export function hidingSentence({ by, as, reason, time }: Hiding, mine?: Did): string {
  const name = by === mine ? 'you' : shortDid(by);
  const who = as === 'admin' ? `an admin of this registry, ${name},` : name;
  return `Hidden by ${who} on ${formatDate(time)}${quoted(reason)}.`;
}

/** Below a list: how much of what fits was left out. */
export function leftOutWords(hidden: number): string {
  return `${hidden} hidden by moderation`;
}

/** What a list hides: `Hides 2 modules and 1 review`. */
export function listWords({ known, modules, reviews }: ModeratorList): string {
  if (!known) return 'Nothing of it has reached this device yet; it hides nothing here';
  const parts = [
    modules === 0 ? '' : formatCount(modules, 'module'),
    reviews === 0 ? '' : formatCount(reviews, 'review'),
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Hides nothing now' : `Hides ${parts.join(' and ')}`;
}

/** What somebody has typed beyond what a record holds; nothing is ever cut off. */
export function lengthProblem(text: string, limit: number): string | undefined {
  const over = text.trim().length - limit;
  return over <= 0
    ? undefined
    : `${formatCount(over, 'character')} too long. Shorten it; nothing was cut off.`;
}
