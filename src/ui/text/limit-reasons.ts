import type { ErrorData } from '../../core/errors.ts';
import { say, text, type Sentence } from './advice.ts';
import { formatBytes } from './format.ts';

function bytes(data: ErrorData, name: string): string | undefined {
  const value = data[name];
  return typeof value === 'number' ? formatBytes(value) : undefined;
}

/** What there is too much of: for this device, for a registry, or for a file. */
export const LIMIT_REASONS: Readonly<Record<string, Sentence>> = {
  'QuotaExceeded storage-full': (data) => ({
    wrong:
      bytes(data, 'needed') === undefined
        ? 'The storage is full.'
        : `There is too little room: it takes ${bytes(data, 'needed')}, and ${bytes(data, 'free')} are free.`,
    todo: 'Uninstall what you do not need, or free space on this device, and try again.',
  }),
  'InvalidInput too-many-relays': (data) => ({
    wrong: 'These are too many relays.',
    todo: `Leave at most ${text(data, 'limit', 'some')}.`,
  }),
  'InvalidInput clean-up-days': (data) => ({
    wrong: 'Modules are removed after a whole number of days.',
    todo: `Choose 1 to ${text(data, 'limit', '3650')} of them, or never.`,
  }),
  'QuotaExceeded too-large': (data) => ({
    wrong: `The file is too large${bytes(data, 'size') === undefined ? '' : ` (${bytes(data, 'size')})`}.`,
    todo: `The limit is ${bytes(data, 'limit') ?? '64 MB'}; strip debug information, or build smaller.`,
  }),
  'QuotaExceeded requests': say('The registry asks to slow down.', 'It is tried again by itself in a while.'),
  'QuotaExceeded posts': say('The registry is busy.', 'It is tried again by itself in a while.'),
  'QuotaExceeded validations': say(
    'The registry is examining other files.',
    'It is tried again by itself in a while.',
  ),
  'QuotaExceeded items': (data) => ({
    wrong: `The file imports and exports more than this registry reads (${text(data, 'count', 'too much')}).`,
    todo: `Build it with at most ${text(data, 'limit', 'fewer')} of both together.`,
  }),
  'QuotaExceeded imports': (data) => ({
    wrong: `The file imports more than this registry reads (${text(data, 'count', 'too much')}).`,
    todo: `Build it with at most ${text(data, 'limit', 'fewer')} imports.`,
  }),
  'QuotaExceeded names': (data) => ({
    wrong: `The names and types of what the file imports or exports are too long (${text(data, 'count', 'too many')} characters).`,
    todo: `Build it with at most ${text(data, 'limit', 'fewer')} characters of them, or with fewer imports and exports.`,
  }),
  'QuotaExceeded records': say(
    'You have published as much as this registry takes in an hour.',
    'It is tried again by itself; nothing was lost.',
  ),
  'QuotaExceeded record-bytes': say(
    'You have published as much as this registry takes in an hour.',
    'It is tried again by itself; nothing was lost.',
  ),
  'QuotaExceeded document-bytes': say(
    'You have published as much of this module as this registry takes in an hour.',
    'It is tried again by itself; nothing was lost.',
  ),
  'QuotaExceeded sockets': say(
    'The registry has too many connections from you.',
    'Close other tabs and devices of this identity; it is tried again by itself.',
  ),
  'QuotaExceeded modules': say(
    'This registry gives no more names: it has as many modules as it may.',
    'Publish under an id of your own, or ask whoever runs it to raise the limit.',
  ),
  'QuotaExceeded blobs-per-day': say(
    'You have stored as much as this registry takes in a day.',
    'It is tried again by itself; nothing was lost.',
  ),
  'QuotaExceeded unnamed-blobs': say(
    'The registry has no room for files at present.',
    'It is tried again by itself; nothing was lost.',
  ),
  'QuotaExceeded saved-searches': (data) => ({
    wrong: `This device keeps ${text(data, 'limit', 'enough')} saved searches, and that many are saved.`,
    todo: 'Remove one of them on the start page first.',
  }),
  'QuotaExceeded moderators': (data) => ({
    wrong: `You follow ${text(data, 'limit', 'too many')} moderators, and this device keeps the list of each.`,
    todo: 'Unfollow one of them first.',
  }),
};
