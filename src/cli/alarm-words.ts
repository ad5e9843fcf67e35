import type { Difference } from '../core/view/stories.ts';
import type { HistoryAlarm } from '../ports/connection.ts';
import { isoTime } from './output.ts';

/** One difference between two stories, whole ids and all: it is evidence. */
export function differenceWords(difference: Difference): string {
  if (difference.kind === 'head') {
    const { notary, number, one, other } = difference;
    return `${notary} signed two heads of number ${number}: ${one} and ${other}`;
  }
  const { document, notary, number } = difference;
  if (difference.kind === 'receipt')
    return `${document}: ${notary} signed two receipts of number ${number}: ${difference.one} and ${difference.other}`;
  if (difference.kind === 'unshown')
    return `${document}: receipt ${number} of ${notary} is counted and not shown`;
  const end =
    difference.listed === undefined ? 'the chain is gone' : `the chain ends at ${difference.listed}`;
  return `${document}: ${notary} gave receipt ${number}, and now ${end}`;
}

export function alarmWords(alarm: HistoryAlarm): string {
  if (alarm.kind === 'rollback') {
    const { seen, shown } = alarm;
    return `The relay shows head ${shown.number} of ${isoTime(shown.time)}, and showed head ${seen.number} of ${isoTime(seen.time)} before.`;
  }
  const more = alarm.more === 0 ? '' : ` (and ${alarm.more} more)`;
  return `The relay tells two stories. ${differenceWords(alarm.difference)}${more}`;
}
