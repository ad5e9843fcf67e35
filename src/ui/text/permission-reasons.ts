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
  'PermissionDenied handed-over': (data) =>
    data['version'] === undefined
      ? {
          wrong: `${text(data, 'id', 'The module')} was handed over to ${personIn(data, 'to') ?? 'somebody else'}${onDay(data)}, and what its former owner gave has ended.`,
          todo: 'Ask the new owner to let you publish.',
        }
      : {
          wrong: `The permission that version ${text(data, 'version', '')} was published by ended when the module was handed over${onDay(data)}.`,
          todo: CHOOSE_VERSION,
        },
  'PermissionDenied not-owner': say(
    'Only the owner of a module hands it over.',
    'Ask them; the Trust tab names them.',
  ),
  'NotFound offer': say('This is not offered any more.', 'Look at the Trust tab to see whose the module is.'),
  'InvalidState owned': say('This module is yours already.', 'Nothing is left to do.'),
  'InvalidState owner-other': say(
    'The module has yet another owner by now.',
    'Look at the page again before you trust them.',
  ),
  'NotFound trusted-owner': say('This device trusts the owner whom it knew first.', 'Nothing is left to do.'),
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
  'QuotaExceeded devices': say(
    'The registry keeps no more words about your devices.',
    'Rename them less often. A device can still be cut off.',
  ),
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
    'This registry is private, and you were not let read this.',
    'Ask its owner for a permission to read it.',
  ),
  'InvalidInput several-handed-on': say('There are several of these.', 'Name one of them.'),
  'NotFound handed-on': say(
    'Nothing that was handed on is known by this name.',
    'Look at what “gen relay keys” lists.',
  ),
  'InvalidState all-ended': say('This has ended already.', 'There is nothing more to do.'),
  'Network relay-needed': say('No relay answers there.', 'Start it, then try again.'),
  'InvalidState notary-ended': (data) => ({
    wrong: `This registry takes nothing more: the permission to confirm was withdrawn from it${withdrawal(data)}.`,
    todo: 'Ask whoever runs it.',
  }),
  'InvalidState naming-ended': (data) => ({
    wrong: `This registry gives no more names: the permission to was withdrawn from it${withdrawal(data)}.`,
    todo: 'Ask whoever runs it.',
  }),
  'Storage handed-on': say(
    'The relay’s record of what was handed on cannot be read or written.',
    'Check its permissions and the free space.',
  ),
  'PermissionDenied no-admin': say(
    'Only an admin of this registry may do this.',
    'Ask whoever runs it to make you one.',
  ),
  'InvalidInput capability-link': say(
    'This is no link to a permission, or a part of it is missing.',
    'Copy the whole link and try again.',
  ),
  'InvalidInput pairing-link': say(
    'This is no link for pairing a device, or a part of it is missing.',
    'Copy the whole link, or show a new code on the other device.',
  ),
  'InvalidInput pairing-answer': say(
    'The answer to this device cannot be read.',
    'Show a new code and answer it from your other device.',
  ),
  'AlreadyExists pairing': say(
    'Another device has answered this code.',
    'If it was not yours, accept nothing on the new device, and show a new code there.',
  ),
  'NotFound pairing': say(
    'No answer waits for this device.',
    'Answer its code on your other device; an answer waits 15 minutes.',
  ),
  'PermissionDenied main-key': say(
    'This takes your main key, which is on another device of yours.',
    'Do it there.',
  ),
  'PermissionDenied device-cut-off': (data) => ({
    wrong: `This device was cut off${withdrawal(data)}, and nothing new by it is taken.`,
    todo: 'Pair it again under Identity; it then gets a new key.',
  }),
  'InvalidState no-offer': say(
    'This device does not ask to be anybody’s now.',
    'Show a new code on it, and answer that one.',
  ),
  'InvalidState offer-expired': say(
    'The code of this device is older than 15 minutes, so no answer to it is taken any more.',
    'Show a new code on it, and answer that one.',
  ),
  'InvalidState rotating': say(
    'This device is on its way to a new key.',
    'Bring that to its end first, with “gen identity rotate”.',
  ),
  'NotFound device': say('No device of yours by this key signs for you now.', 'Look at the list again.'),
  'InvalidInput own-device': say(
    'This is the device that you are using, which has your main key.',
    'Cut off others here; this one is never lost to them.',
  ),
  'InvalidInput did': say(
    'This is nobody’s name.',
    'Paste what the other person sees under Identity; it begins with did:key:z.',
  ),
  'InvalidInput own-did': (data) =>
    data['field'] === 'link'
      ? {
          wrong: 'This link is of this very device.',
          todo: 'Open it on the one that has your main key.',
        }
      : { wrong: 'This person may publish it already.', todo: 'Name somebody else.' },
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
    wrong:
      data['pinned'] === data['owner']
        ? `How ${text(data, 'id', 'this module')} came to its owner is told otherwise than when this device first saw it.`
        : `${text(data, 'id', 'This module')} had another owner when this device first saw it: ${personIn(data, 'pinned') ?? 'somebody else'}.`,
    todo: 'Do not use it until whoever runs this registry can say why.',
  }),
  'VersionConflict contradiction': (data) => ({
    wrong: `There are two confirmed contents of version ${text(data, 'version', '')}.`,
    todo: CHOOSE_VERSION,
  }),
};
