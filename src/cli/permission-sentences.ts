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
  'PermissionDenied outside-area': (data) =>
    `What you were let do does not cover this place of ${text(data, 'id', 'the module')}. "gen permissions" shows what it covers.`,
  'PermissionDenied not-above': (data) =>
    `${text(data, 'did', 'This publisher')} does not have the permission from you. Ask the owner to withdraw it: "gen publishers ID" shows who let whom.`,
  'InvalidState too-wide': (data) =>
    `This permission reaches beyond the module, to ${text(data, 'scope', 'others')}, and the relay signs no heads that would say what stands there. Ask whoever runs the relay.`,
  'QuotaExceeded heads': (data) =>
    `This permission covers ${text(data, 'heads', 'too many')} chains of receipts, and one revocation names at most ${text(data, 'limit')}. Ask whoever runs the relay.`,
  'PermissionDenied not-for-you': (data) =>
    `This permission is for ${text(data, 'did', 'somebody else')}. Ask for one for yourself: "gen whoami" shows who you are.`,
  'PermissionDenied namespace': () =>
    'This permission is for another registry. Choose that one with --relay and --data.',
  'PermissionDenied chain-length': () =>
    'This permission was handed on too often already. Ask the owner to give it directly.',
  'PermissionDenied read-capability': () =>
    'This registry is private. Ask its owner for a permission to read, and take it in: gen accept LINK.',
  'PermissionDenied no-admin': () =>
    'Only those whom the root key made an admin may do this. Ask whoever runs the relay.',
  'InvalidInput capability-link': () =>
    'This is no link to a permission, or a part of it is missing. Copy all of it, in quotes: gen accept "LINK".',
  'InvalidInput did': (data) =>
    `"${text(data, 'value', '')}" is nobody's name: it begins with did:key:z, as "gen whoami" shows it.`,
  'InvalidInput own-did': () => 'They may publish this already. Name somebody else.',
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
    `${text(data, 'id')} belongs to ${text(data, 'owner')} now, and belonged to ${text(data, 'pinned')} when this device first saw it. Do not use it until you know why; ask whoever runs the relay.`,
  'VersionConflict contradiction': (data) =>
    `There are two receipted contents of ${release(data)}, so neither was installed. Choose another version.`,
};
