import type { ErrorData } from '../core/errors.ts';
import { dayIn, text, type Sentence } from './error-data.ts';

/** `by did:key:… on 2026-11-21 (left us)`, as far as it is known. */
function withdrawal(data: ErrorData): string {
  const by = data['by'] === undefined ? '' : ` by ${text(data, 'by')}`;
  const time = dayIn(data, 'time');
  const why = text(data, 'text', '').trim().replace(/\.$/u, '');
  return `${by}${time === undefined ? '' : ` on ${time}`}${why === '' ? '' : ` (${why})`}`;
}

const onDay = (data: ErrorData): string => {
  const time = dayIn(data, 'time');
  return time === undefined ? '' : ` on ${time}`;
};

/** A version in the data: it is about installing, and no longer about this person. */
const release = (data: ErrorData): string => `${text(data, 'id')} ${text(data, 'version')}`;

/** What permissions are refused for. */
export const PERMISSION_SENTENCES: Readonly<Record<string, Sentence>> = {
  'PermissionDenied revoked': (data) =>
    data['version'] === undefined
      ? `Your permission to publish ${text(data, 'id', 'this')} was withdrawn${withdrawal(data)}. Ask the owner for another one: "gen info ID" names them.`
      : `The permission that ${release(data)} was published by was withdrawn${withdrawal(data)}, so it was not installed. Choose another version.`,
  'PermissionDenied expired': (data) =>
    data['version'] === undefined
      ? `Your permission to publish ${text(data, 'id', 'this')} ended${onDay(data)}. Ask whoever gave it to you for another one.`
      : `${release(data)} was published by a permission that ended${onDay(data)}, so it was not installed. Choose another version.`,
  'PermissionDenied handed-over': (data) =>
    data['version'] === undefined
      ? `${text(data, 'id', 'The module')} was handed over to ${text(data, 'to', 'somebody else')}${onDay(data)}, so what its former owner gave has ended. Ask the new owner to let you publish.`
      : `${release(data)} was published by a permission that ended when the module was handed over to ${text(data, 'to', 'somebody else')}${onDay(data)}, so it was not installed. Choose another version.`,
  'PermissionDenied not-owner': (data) =>
    `Only its owner hands ${text(data, 'id', 'a module')} over: ${text(data, 'owner', 'somebody else')}.`,
  'NotFound offer': (data) =>
    `Nobody hands ${text(data, 'id', 'this')} over to you, nor do you to anybody. "gen publishers ID" shows whose it is.`,
  'Network rotation': (data) =>
    `The relay has not taken ${text(data, 'id', 'a module')} yet. Nothing is lost, the old key included: give the command again when the relay can be reached.`,
  'Network catalogue-parts': () =>
    'A part of the catalogue could not be fetched, so it is not sure which modules the old key owns. Nothing is lost, the old key included: give the command again when the relay can be reached.',
  'InvalidState former-owns': (data) =>
    `The old key ${text(data, 'did')} still owns ${text(data, 'modules')}, and is kept: ${text(data, 'at')}. Copy it to a folder of its own as identity.json, and hand them over with "gen hand-over ID --to DID --data FOLDER".`,
  'NotFound rotation': () =>
    'What was to follow the old key is not known any more. Take each of your modules over with "gen take-over ID", then back the new key up.',
  'InvalidState owned': (data) => `${text(data, 'id', 'This module')} is yours already.`,
  'InvalidState owner-other': (data) =>
    `${text(data, 'id', 'This module')} belongs to ${text(data, 'owner', 'somebody else')} now. Look at it again with "gen info" before you trust them.`,
  'NotFound trusted-owner': (data) =>
    `You never trusted another owner of ${text(data, 'id', 'this')} on this device, so there is nothing to undo.`,
  'PermissionDenied outside-area': (data) =>
    `What you were let do does not cover this place of ${text(data, 'id', 'the module')}. "gen permissions" shows what it covers.`,
  'PermissionDenied not-above': (data) =>
    `${text(data, 'did', 'This publisher')} does not have the permission from you. Ask the owner to withdraw it: "gen publishers ID" shows who let whom.`,
  'InvalidState too-wide': (data) =>
    `This permission reaches beyond the module, to ${text(data, 'scope', 'others')}, and the relay signs no heads that would say what stands there. Ask whoever runs the relay.`,
  'QuotaExceeded devices': () =>
    'The relay keeps no more records about your devices. Rename them less often; one can still be cut off.',
  'QuotaExceeded heads': (data) =>
    `This permission covers ${text(data, 'heads', 'too many')} chains of receipts, and one revocation names at most ${text(data, 'limit')}. Ask whoever runs the relay.`,
  'PermissionDenied not-for-you': (data) =>
    `This permission is for ${text(data, 'did', 'somebody else')}. Ask for one for yourself: "gen whoami" shows who you are.`,
  'PermissionDenied namespace': () =>
    'This permission is for another registry. Choose that one with --relay and --data.',
  'PermissionDenied chain-length': () =>
    'This permission was handed on too often already. Ask the owner to give it directly.',
  'PermissionDenied read-capability': (data) =>
    `This registry is private, and you were not let read ${text(data, 'document', 'this')}. Ask its owner for a permission to read, and take it in: gen accept LINK.`,
  'InvalidInput several-handed-on': (data) =>
    `There are several: ${text(data, 'what', 'see "gen relay keys"')}. Name one of them by its capability, or add --all.`,
  'NotFound handed-on': (data) =>
    `Nothing that the root key handed on is known as "${text(data, 'what', '')}". "gen relay keys" lists what is; a link can be given too.`,
  'InvalidState all-ended': (data) => `This has ended already: ${text(data, 'what', 'all of it')}.`,
  'Network relay-needed': (data) =>
    `No relay answers at ${text(data, 'relay', 'this address')}, and this needs one that runs. Start it with "gen relay", or name it with --relay.`,
  'InvalidState notary-ended': (data) =>
    `This relay may not sign receipts any more: its key was withdrawn${withdrawal(data)}, so it takes nothing. Ask whoever runs it for another relay.`,
  'InvalidState naming-ended': (data) =>
    `This relay may not grant names any more: its key was withdrawn${withdrawal(data)}. Ask whoever runs it.`,
  'Storage handed-on': (data) =>
    `${text(data, 'path', 'The record of what was handed on')} cannot be read or written, so nothing was handed on. Check its permissions and the free space.`,
  'PermissionDenied no-admin': () =>
    'Only those whom the root key made an admin may do this. Ask whoever runs the relay.',
  'InvalidInput capability-link': () =>
    'This is no link to a permission, or a part of it is missing. Copy all of it, in quotes: gen accept "LINK".',
  'InvalidInput pairing-link': () =>
    'This is no link for pairing a device, or a part of it is missing. Copy all of it, in quotes.',
  'InvalidInput pairing-answer': () =>
    'The answer to this device cannot be read. Show a new code, and answer it from your other device.',
  'AlreadyExists pairing': () =>
    'Another device has answered this code. If it was not yours, accept nothing on the new device, and show a new code there.',
  'NotFound pairing': () =>
    'No answer waits for this device. Answer its code on your other device; an answer waits 15 minutes.',
  'PermissionDenied main-key': () =>
    'This takes your main key, which is on another device of yours. Do it there.',
  'PermissionDenied device-cut-off': (data) =>
    `The device ${text(data, 'did', 'that signed this')} was cut off${withdrawal(data)}, so nothing new by it is taken. Pair it again, with a new key: "gen device offer".`,
  'InvalidState no-offer': () =>
    'This device has asked to be nobody\'s, or asked anew since. Begin with "gen device offer".',
  'InvalidState offer-expired': () =>
    'The code of this device is older than 15 minutes, so no answer to it is taken any more. Show a new one with "gen device offer".',
  'InvalidState rotating': () =>
    'This device is on its way to a new key. Bring that to its end first: gen identity rotate.',
  'NotFound device': (data) =>
    `${text(data, 'did', 'This')} is no device that signs for you now. "gen device list" shows those that do.`,
  'InvalidInput own-device': () =>
    'This is the device that you work on, which has your main key. "gen identity rotate" puts a new key in its place.',
  'InvalidInput did': (data) => {
    const typed = text(data, 'value', '');
    return typed.startsWith('did:key:z')
      ? `"${typed}" is nobody's name: it is not whole, or mistyped. Copy all of what "gen whoami" shows them.`
      : `"${typed}" is nobody's name: it begins with did:key:z, as "gen whoami" shows it.`;
  },
  'InvalidInput own-did': (data) =>
    data['field'] === 'link'
      ? 'This link is of the very device that you work on. Open it on the one that has your main key.'
      : 'They may publish this already. Name somebody else.',
  'InvalidInput until': (data) => {
    const latest = dayIn(data, 'latest');
    return latest === undefined
      ? '--until is over already. Choose a later time.'
      : `--until must be in the future and not after ${latest}, when your own permission ends.`;
  },
  'InvalidInput moment': (data) =>
    `"${text(data, 'value', '')}" is no time: write for instance 2027-03-01 or 2027-03-01T12:00Z.`,
  'InvalidInput token': (data) =>
    `${text(data, 'from', 'GEN_TOKEN')} holds no token. Give it what "gen token ID --out FILE" wrote.`,
  'NotFound delegation': (data) =>
    `${text(data, 'did', 'Nobody of that name')} may not publish ${text(data, 'id', 'this')}. "gen publishers ID" shows who may.`,
  'InvalidState owner-changed': (data) =>
    data['pinned'] === data['owner']
      ? `How ${text(data, 'id')} came to its owner is told otherwise than when this device first saw it. Do not use it until you know why; ask ${text(data, 'owner')}. If you do: gen trust-owner ${text(data, 'id')}`
      : `${text(data, 'id')} belongs to ${text(data, 'owner')} now, and belonged to ${text(data, 'pinned')} when this device first saw it. Do not use it until you know why; ask whoever runs the relay. If you do: gen trust-owner ${text(data, 'id')}`,
  'VersionConflict contradiction': (data) =>
    `There are two receipted contents of ${release(data)}, so neither was installed. Choose another version.`,
};
