import type { ErrorCode, ErrorData, PlainError } from '../core/errors.ts';
import { listOf, text, type Sentence } from './error-data.ts';
import { IMPORT_SENTENCES } from './import-sentences.ts';
import { PERMISSION_SENTENCES } from './permission-sentences.ts';
import { SET_SENTENCES } from './set-sentences.ts';

const FLAGS: Readonly<Record<string, string>> = {
  id: '--id',
  name: '--name',
  description: '--description',
  version: '--version-number',
  tags: '--tags',
  licence: '--license',
  type: '--type',
  readme: '--readme',
  changelog: '--changelog',
  homepage: '--homepage',
  repository: '--repository',
  dependencies: '--depends',
  review: '--review',
  stars: 'STARS',
};

function flag(data: ErrorData): string {
  const field = text(data, 'field', 'One of the values');
  return FLAGS[field] ?? field;
}

const quoted = (data: ErrorData) => `"${text(data, 'value', '')}"`;
const said = (data: ErrorData) =>
  data['text'] === undefined || data['text'] === '' ? '' : ` (${text(data, 'text')})`;

const BY_CODE: Readonly<Record<ErrorCode, Sentence>> = {
  NotFound: () => 'This was not found. Check its name, or look for it with "gen search".',
  AlreadyExists: () => 'This exists already. Choose another name.',
  InvalidState: (data) => `This cannot be done now${said(data)}. See "gen status".`,
  InvalidInput: (data) => `${flag(data)} does not fit${said(data)}. See the command's --help.`,
  PermissionDenied: () => 'You do not hold the permission for this. Ask the owner, or use another id.',
  SignatureInvalid: () => 'A signature does not fit what it signs. Do not use this; tell the publisher.',
  HashMismatch: () =>
    'The bytes are not the ones that were signed; nothing was kept. Try again, and tell the publisher if it stays so.',
  WasmInvalid: (data) =>
    `The file is no sound WebAssembly binary${said(data)}. "gen verify FILE" shows each check.`,
  VersionConflict: () => 'The versions that are asked for do not fit together. Choose another version.',
  DependencyCycle: (data) =>
    `These modules need each other: ${listOf(data, 'path').join(' → ') || 'a module needs itself'}. "gen install --cycles allow" takes them all the same.`,
  QuotaExceeded: (data) => `There is no room left for this${said(data)}. Remove something, or publish less.`,
  Storage: (data) =>
    `This device could not store it${said(data)}. Check free space and the permissions of --data.`,
  Network: (data) =>
    `The relay cannot be reached${said(data)}. Check --relay and the network, then try again.`,
  Timeout: () => 'The relay did not answer in time. Try again in a moment.',
  Cancelled: () => 'Stopped. What was queued stays queued: "gen sync" goes on with it.',
};

const OTHER_REGISTRY: Sentence = () =>
  'The relay at this address is not the one that this data folder belongs to. Use another folder with --data for another ' +
  'registry; go on with this one only if whoever runs it says that it was replaced.';
const NO_RELAY: Sentence = () => 'What answered there is no relay. Check --relay.';
const DISK_FULL: Sentence = () => 'The disk is full. Free some space and try again; nothing was lost.';

const BY_REASON: Readonly<Record<string, Sentence>> = {
  ...PERMISSION_SENTENCES,
  ...SET_SENTENCES,
  ...IMPORT_SENTENCES,
  'NotFound file': (data) => `${text(data, 'file', 'The file')} cannot be read${said(data)}.`,
  'NotFound module': (data) => `There is no module ${text(data, 'id')}. Look for it with "gen search".`,
  'NotFound dependency': (data) =>
    `The dependency ${text(data, 'id')} is not in this registry. Publish it first, or leave it out.`,
  'NotFound installation': (data) => `${text(data, 'id')} is not installed. "gen list" shows what is.`,
  'NotFound version': (data) => `${text(data, 'id')} has no version ${text(data, 'version')}.`,
  'NotFound blob': () => 'The relay does not have these bytes. Try again later, or tell the publisher.',
  'NotFound blob-lost': () => 'The bytes are gone from this device. Start again with the file.',
  'NotFound route': NO_RELAY,
  'NotFound root-key': (data) =>
    data['file'] === undefined
      ? `There is no root key at ${text(data, 'path')}: it was moved away already.`
      : `There is no file at ${text(data, 'file')}, so no root key was read. Check the path.`,
  'AlreadyExists name-taken': (data) =>
    `${text(data, 'id')} belongs to ${text(data, 'owner')}. Choose another --id.`,
  'AlreadyExists file': (data) =>
    `${text(data, 'file')} is there already. Choose another name, or add --yes.`,
  'QuotaExceeded requests': () =>
    'The relay asks to slow down. Try again in a minute; what is queued stays queued.',
  'InvalidState release-refused': () =>
    'The release was refused, so nothing of this publish was taken. See "gen status" for the reason.',
  'InvalidState announced-size': () =>
    'The file does not have the size that it began with: it changed while it was read. Try again.',
  'InvalidState not-examined': () =>
    'The relay could not examine the file. Try again in a moment; what is queued stays queued.',
  'InvalidState validator-crashed': () =>
    'The file could not be examined: the attempt crashed. Try again later; another build of the file may help.',
  'InvalidState contested': () =>
    'Two publishers hold this name, so neither can be believed. Ask whoever runs the relay which one is right.',
  'InvalidState hidden': (data) =>
    `${text(data, 'ids', text(data, 'id'))}: hidden by moderators whom you follow${said(data)}. "gen info" shows by whom; to install it all the same, add --hidden.`,
  'InvalidInput own-list': () => 'This is your own list, which always counts here. Name somebody else.',
  'QuotaExceeded saved-searches': (data) =>
    `This device keeps ${text(data, 'limit')} searches. Remove one of them first.`,
  'InvalidInput index-interval': (data) =>
    `The index waits a whole number of seconds, from 0 to ${text(data, 'limit')}.`,
  'QuotaExceeded moderators': (data) =>
    `You follow ${text(data, 'limit')} moderators, and this device keeps the list of each. Unfollow one first: gen moderators unfollow DID`,
  'NotFound rating': (data) =>
    `There is no review of ${text(data, 'id')} by ${text(data, 'rater', 'this person')}. "gen info --json" lists them.`,
  'InvalidState unregistered': (data) =>
    `${text(data, 'id')} was withdrawn by its owner. Look for another module.`,
  'InvalidState jobs-open': () =>
    'Some of your work has not reached the relay yet. Run "gen sync" first, then try again.',
  'InvalidState busy': () => 'Another version of this module is being installed. Run "gen sync" first.',
  'WasmInvalid compile': (data) =>
    data['by'] === 'relay'
      ? `The relay's engine refuses the file${said(data)}. Build it again; if other engines take it, tell whoever runs the relay.`
      : 'This engine refuses to compile the module; it may need a feature that it lacks.',
  'Timeout validation': () =>
    'Examining the file took too long and was stopped. Build it with fewer or smaller functions, or try again later.',
  'Timeout compile': () =>
    'Compiling the binary took too long and was given up. Try again when the machine is less busy.',
  'VersionConflict version-taken': (data) =>
    `Version ${text(data, 'version')} of ${text(data, 'id')} is published already and never changes. Choose a higher --version-number.`,
  'InvalidInput usage': (data) => text(data, 'text', 'This cannot be understood. See --help.'),
  'InvalidInput module-id': (data) =>
    `${quoted(data)} is no module id: use lower-case parts joined by dots, such as io.acme.codec.`,
  'InvalidInput version': (data) => `${quoted(data)} is no version: write for instance 1.2.0 or 1.2.0-rc.1.`,
  'InvalidInput range': (data) =>
    `${quoted(data)} is no version range: write for instance ^1.2.0 or ">=1 <3".`,
  'InvalidInput spdx': (data) =>
    `${quoted(data)} is no SPDX licence expression: write for instance --license MIT.`,
  'InvalidInput empty': (data) => `${flag(data)} is empty. Give it a value.`,
  'InvalidInput tag': (data) =>
    `${quoted(data)} cannot be a tag: at most 32 lower-case letters, digits, "+", "." and "-".`,
  'InvalidInput too-many': (data) =>
    `${flag(data)} has too many entries; keep at most ${text(data, 'limit')}.`,
  'InvalidInput too-long': (data) =>
    `${flag(data)} has ${text(data, 'length', 'too many')} characters; the limit is ${text(data, 'limit')}.`,
  'InvalidInput name-text': () => 'The name has a character that nobody can see. Type it anew, on one line.',
  'InvalidInput domain': (data) => `${quoted(data)} is no domain: write for instance acme.io.`,
  'InvalidInput declared': (data) =>
    `What the release says of its file is not what the relay found in it (${text(data, 'facts', 'imports or exports')}). Update this program, then publish the file again.`,
  'InvalidInput export-missing': (data) => `${quoted(data)} is no function that the file exports.`,
  'InvalidInput url': (data) => `${flag(data)} ${quoted(data)} is no web address: begin with https://.`,
  'InvalidInput self': () => 'A module cannot depend on itself. Remove that --depends.',
  'InvalidInput stars': () => 'STARS is a whole number from 1 to 5.',
  'InvalidInput text': () => 'This text is no UTF-8 and cannot be shown.',
  'InvalidInput catalogue-line': (data) =>
    `${text(data, 'file', 'The file')} holds no module in line ${text(data, 'line')}${said(data)}.`,
  'InvalidInput gen-json': (data) => `${text(data, 'file', 'gen.json')} does not fit${said(data)}.`,
  'InvalidInput relay': (data) =>
    `${quoted(data)} is no address of a relay: write for instance http://localhost:4321.`,
  'InvalidInput setting': (data) => `${text(data, 'field')} does not fit${said(data)}.`,
  'InvalidInput backup-file': () =>
    'This file is no backup of an identity. Choose one that "gen identity backup" made.',
  'InvalidInput key-file': (data) =>
    `${text(data, 'path')} is no key file. Restore it: "gen identity restore FILE" after moving it away.`,
  'InvalidInput proof-file': (data) =>
    `${text(data, 'file', 'This file')} is no proof${said(data)}. Choose one that "gen proof" or the Trust tab saved.`,
  'NotFound proof': (data) =>
    `No proof of ${text(data, 'id')} was kept: its records were not at hand when it was installed. Install it again to make one.`,
  'InvalidInput passphrase-short': (data) =>
    `The passphrase is too short: use at least ${text(data, 'minimum', '8')} characters.`,
  'InvalidInput passphrase-missing': () =>
    'No passphrase was given. Use --passphrase-file FILE, or pass it on standard input.',
  'InvalidInput passphrases-differ': () => 'The two passphrases differ. Type them again.',
  'InvalidInput confirm': (data) => `${text(data, 'text')} Add --yes if you mean it.`,
  'InvalidInput clock-ahead': () => 'The clock of this device is ahead. Set it right, then try again.',
  'PermissionDenied passphrase': () => 'The passphrase does not open this backup. Try again; capitals count.',
  'PermissionDenied no-grant': (data) => `${text(data, 'id', 'This id')} is not yours. Choose another --id.`,
  'PermissionDenied policy': () => 'This relay gives names to invited publishers only. Ask whoever runs it.',
  'PermissionDenied head-signer': () =>
    'The head that the relay shows is signed by a key that may not sign it. Do not rely on this relay until it is explained.',
  'HashMismatch head-tree': () =>
    'The head that the relay shows does not fit the list it comes with. Do not rely on this relay until it is explained.',
  'InvalidInput head': () => 'The head that the relay shows cannot be read. Update this program.',
  'InvalidInput head-ahead': () =>
    'The head that the relay shows is from the future. Set the clocks right, then try again.',
  'SignatureInvalid snapshots': () =>
    'The list of catalogue files that the relay shows is not signed by it. The catalogue comes by sync.',
  'InvalidInput snapshots': () =>
    'The list of catalogue files that the relay shows cannot be read. Update this program; the catalogue comes by sync.',
  'InvalidInput snapshots-ahead': () =>
    'The list of catalogue files that the relay shows is from the future. Set the clocks right, then try again.',
  'SignatureInvalid aggregates': () =>
    'The counts of installs and ratings that the relay shows are not signed by it. Those from before stay.',
  'HashMismatch aggregates': () =>
    'The counts of installs and ratings that the relay shows are not the ones it signed. Those from before stay.',
  'InvalidInput aggregates': () =>
    'The counts of installs and ratings that the relay shows cannot be read. Update this program; those from before stay.',
  'InvalidInput aggregates-ahead': () =>
    'The counts of installs and ratings that the relay shows are from the future. Set the clocks right, then try again.',
  'InvalidInput root-of-other': (data) =>
    `This root key is not the one that made ${text(data, 'path')}. Name the other file, or the other --data.`,
  'NotFound head': (data) =>
    `${text(data, 'relay', 'The relay')} signs no heads, so there is nothing to compare.`,
  'NotFound relay-keys': (data) =>
    `There are no keys at ${text(data, 'path')}. Start the relay once, or name its --data.`,
  'InvalidInput other-namespace': () =>
    'These relays belong to two registries, so there is nothing to compare.',
  'PermissionDenied other-relay': OTHER_REGISTRY,
  'PermissionDenied other-namespace': OTHER_REGISTRY,
  'InvalidState needed': (data) => `${text(data, 'by')} needs ${text(data, 'id')}. Uninstall that first.`,
  'InvalidState unconfirmed': (data) =>
    `${text(data, 'id')} ${text(data, 'version')} has no receipt of a relay yet. To install it all the same, name its version: gen install ${text(data, 'id')}@${text(data, 'version')}`,
  'InvalidState data-in-use': () =>
    'Another relay runs on this data folder. Stop it, or choose another --data.',
  'InvalidState relay-keys-missing': (data) =>
    `The data folder holds records but no keys. Put ${text(data, 'path')} back from a backup.`,
  'Network never-contacted': (data) =>
    `${text(data, 'relay', 'The relay')} cannot be reached, and this device never was in touch with one. Connect once (start a relay with "gen relay", or name one with --relay); after that this works offline.`,
  'Network offline': () => 'No network was used, as --offline says; leave it out to go on.',
  'Network listen': (data) =>
    `Port ${text(data, 'port')} of ${text(data, 'host')} is taken. Choose another with --port.`,
  'Network nonsense': NO_RELAY,
  'Storage newer-version': () => 'The data folder was written by a newer version of this program. Update it.',
  'Storage disk-full': DISK_FULL,
  'QuotaExceeded storage-full': (data) =>
    data['needed'] === undefined
      ? DISK_FULL(data)
      : `There is too little room: it takes ${text(data, 'needed')} bytes, and ${text(data, 'free')} are free. Free some, and run the command again; what has come is kept.`,
  'InvalidInput relay-address': (data) =>
    `${text(data, 'address')} is no address of a relay. Write for instance https://relay.example.`,
  'InvalidInput too-many-relays': (data) => `At most ${text(data, 'limit')} further relays are asked.`,
  'InvalidInput parallel': (data) => `At most ${text(data, 'limit')} binaries are fetched at once.`,
  'InvalidInput bandwidth': (data) => `It takes at least ${text(data, 'least')} bytes a second.`,
  'QuotaExceeded too-large': (data) =>
    `The binary is too large; the limit is ${text(data, 'limit')} bytes. Strip debug information, or build smaller.`,
  'QuotaExceeded posts': () => 'The relay is busy. Try again in a moment; what is queued stays queued.',
  'QuotaExceeded validations': () =>
    'The relay is examining other files. Try again in a moment; what is queued stays queued.',
  'QuotaExceeded items': (data) =>
    `The file imports and exports more than the relay reads (${text(data, 'count')}). Build it with at most ${text(data, 'limit')} of both together.`,
  'QuotaExceeded imports': (data) =>
    `The file imports more than the relay reads (${text(data, 'count')}). Build it with at most ${text(data, 'limit')} imports.`,
  'QuotaExceeded names': (data) =>
    `The names and types of what the file imports or exports are too long (${text(data, 'count')} characters). Build it with at most ${text(data, 'limit')} characters of them, or with fewer imports and exports.`,
  'QuotaExceeded records': () =>
    'The relay takes no more records from you this hour. Try again later; what is queued stays queued.',
  'QuotaExceeded record-bytes': () =>
    'The relay takes no more records from you this hour. Try again later; what is queued stays queued.',
  'QuotaExceeded document-bytes': () =>
    'The relay takes no more of this module from you this hour. Try again later; what is queued stays queued.',
  'QuotaExceeded modules': (data) =>
    `This relay gives no more names: it has ${text(data, 'limit')} modules, its limit. Publish under a name of yours, or ask whoever runs it for a higher --max-modules.`,
  'QuotaExceeded blobs-per-day': () => 'The relay takes no more bytes from you today. Try again tomorrow.',
};

export function sentenceFor({ code, reason, data }: PlainError): string {
  return (BY_REASON[`${code} ${reason}`] ?? BY_CODE[code])(data);
}
