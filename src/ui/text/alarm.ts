import type { Difference } from '../../core/view/stories.ts';
import type { HistoryAlarm } from '../../ports/connection.ts';
import type { Advice } from './advice.ts';
import { formatCount, formatTime, shortHash } from './format.ts';

/** `module/io.acme.codec` as a person calls it. */
function documentWords(document: string): string {
  const [root, id] = document.split('/');
  if (id === undefined) return `the document “${document}”`;
  return root === 'ratings' ? `the ratings of ${id}` : root === 'module' ? id : `${root} of ${id}`;
}

function differenceWords(difference: Difference): string {
  if (difference.kind === 'head') {
    const { number, one, other } = difference;
    return `It signed two accounts of its whole catalogue as number ${number}: ${shortHash(one)} and ${shortHash(other)}.`;
  }
  const { document, number } = difference;
  const what = `Receipt ${number} for ${documentWords(document)}`;
  if (difference.kind === 'receipt')
    return `${what} exists twice, with different content: ${shortHash(difference.one)} and ${shortHash(difference.other)}.`;
  if (difference.kind === 'unshown') return `${what} is counted, and the registry does not show it.`;
  return difference.listed === undefined
    ? `${what} was given, and the registry no longer mentions it.`
    : `${what} was given, and the registry now ends at receipt ${difference.listed}.`;
}

/** What is wrong, with the difference by name, and what to do. */
export function alarmAdvice(alarm: HistoryAlarm): Advice {
  const todo =
    'What is installed keeps working. Install and update nothing until whoever runs this registry has explained it.';
  if (alarm.kind === 'rollback') {
    const { seen, shown } = alarm;
    return {
      wrong: `This registry shows an older state than before: number ${shown.number} of ${formatTime(shown.time)}, after number ${seen.number} of ${formatTime(seen.time)}.`,
      todo,
    };
  }
  const more = alarm.more === 0 ? '' : ` There are ${formatCount(alarm.more, 'further difference')}.`;
  return { wrong: `This registry tells two stories. ${differenceWords(alarm.difference)}${more}`, todo };
}
