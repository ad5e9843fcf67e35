import type { ErrorData } from '../../core/errors.ts';
import type { Did, Micros } from '../../core/ids.ts';
import { say, text, type Sentence } from './advice.ts';
import { formatDate, shortDid } from './format.ts';

function dateIn(data: ErrorData, name: string): string | undefined {
  const value = data[name];
  return typeof value === 'number' ? formatDate(value as Micros) : undefined;
}

function personIn(data: ErrorData, name: string): string | undefined {
  const value = data[name];
  return typeof value === 'string' ? shortDid(value as Did) : undefined;
}

function onDay(data: ErrorData): string {
  const time = dateIn(data, 'time');
  return time === undefined ? '' : ` on ${time}`;
}

/** ` by did:key:z6Mk…4fQx on 21 Nov 2026: “left us”`, as far as it is known. */
function withdrawal(data: ErrorData): string {
  const by = personIn(data, 'by');
  const why = text(data, 'text', '').trim().replace(/\.$/, '');
  return `${by === undefined ? '' : ` by ${by}`}${onDay(data)}${why === '' ? '' : `: “${why}”`}`;
}

const CHOOSE_VERSION = 'Choose another version; nothing was installed.';

/** What permissions are refused for. A version in the data: it is about installing, and no longer about this person. */
export const PERMISSION_REASONS: Readonly<Record<string, Sentence>> = {
  'PermissionDenied revoked': (data) =>
    data['version'] === undefined
      ? {
          wrong: `Your permission to publish ${text(data, 'id', 'this')} was withdrawn${withdrawal(data)}.`,
          todo: 'Ask the owner of the module for another one.',
        }
      : {
          wrong: `The permission that version ${text(data, 'version', '')} was published by was withdrawn${withdrawal(data)}.`,
          todo: CHOOSE_VERSION,
        },
  'PermissionDenied expired': (data) =>
    data['version'] === undefined
      ? {
          wrong: `The permission to publish ${text(data, 'id', 'this')} ran out${onDay(data)}.`,
          todo: 'Ask whoever gave it for another one.',
        }
      : {
          wrong: `Version ${text(data, 'version', '')} was published by a permission that ran out${onDay(data)}.`,
          todo: CHOOSE_VERSION,
        },
  'PermissionDenied outside-area': say(
    'Your permission does not cover this part of the module.',
    'Look under Identity at what it covers, or ask the owner.',
  ),
  'PermissionDenied not-above': say(
    'This publisher does not have the permission from you.',
    'Ask the owner of the module to withdraw it.',
  ),
  'InvalidState too-wide': (data) => ({
    wrong: `This permission reaches beyond the module, to ${text(data, 'scope', 'others')}, and the registry shows no signed state of these.`,
    todo: 'Ask whoever runs it to let it sign heads.',
  }),
  'QuotaExceeded heads': (data) => ({
    wrong: `This permission covers more modules than one withdrawal can leave standing: ${text(data, 'limit', '')}.`,
    todo: 'Ask whoever runs the registry.',
  }),
  'PermissionDenied not-for-you': (data) => ({
    wrong: `This permission is for ${personIn(data, 'did') ?? 'somebody else'}.`,
    todo: 'Ask for one for yourself; your name is shown under Identity.',
  }),
  'PermissionDenied namespace': say('This permission is for another registry.', 'Open it there.'),
  'PermissionDenied chain-length': say(
    'This permission was handed on too often already.',
    'Ask the owner of the module to give it directly.',
  ),
  'PermissionDenied read-capability': say(
    'This registry is private.',
    'Ask its owner for a permission to read.',
  ),
  'PermissionDenied no-admin': say(
    'Only an admin of this registry may do this.',
    'Ask whoever runs it to make you one.',
  ),
  'InvalidInput capability-link': say(
    'This is no link to a permission, or a part of it is missing.',
    'Copy the whole link and try again.',
  ),
  'InvalidInput did': say(
    'This is nobody’s name.',
    'Paste what the other person sees under Identity; it begins with did:key:z.',
  ),
  'InvalidInput own-did': say('This person may publish it already.', 'Name somebody else.'),
  'InvalidInput until': (data) => {
    const latest = dateIn(data, 'latest');
    return latest === undefined
      ? { wrong: 'This time is over already.', todo: 'Choose a later one.' }
      : { wrong: 'This time does not fit.', todo: `Choose one from now on and not after ${latest}.` };
  },
  'NotFound delegation': say(
    'This permission is not in force any more.',
    'Reload the page to see who may publish.',
  ),
  'InvalidState owner-changed': (data) => ({
    wrong: `${text(data, 'id', 'This module')} had another owner when this device first saw it: ${personIn(data, 'pinned') ?? 'somebody else'}.`,
    todo: 'Do not use it until whoever runs this registry can say why.',
  }),
  'VersionConflict contradiction': (data) => ({
    wrong: `There are two confirmed contents of version ${text(data, 'version', '')}.`,
    todo: CHOOSE_VERSION,
  }),
};
