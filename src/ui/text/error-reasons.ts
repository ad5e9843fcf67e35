import { say, text, type Sentence } from './advice.ts';

const CHOOSE_ID =
  'Use at least two parts of lower-case letters, digits and hyphens joined by dots, such as io.acme.codec.';

/** What is known more exactly than by its code; limits, permissions and imports have files of their own. */
export const BY_REASON: Readonly<Record<string, Sentence>> = {
  'InvalidInput module-id': () => ({ wrong: 'This is no module id.', todo: CHOOSE_ID }),
  'InvalidInput version': say(
    'This is no version number.',
    'Write three numbers such as 1.2.0; a pre-release is 1.2.0-rc.1.',
  ),
  'InvalidInput open-link': say(
    'This is no link to a module.',
    'Use a link such as web+gen:io.acme.codec, or the address of a module’s page.',
  ),
  'InvalidInput open-elsewhere': (data) => ({
    wrong: `This is a page of ${text(data, 'host', 'another site')}, which is not the registry of this app.`,
    todo: 'Open it in a browser, or search here for the module.',
  }),
  'NotFound shared-file': say(
    'No file was shared, or it was taken already.',
    'Share it once more, or choose it on the screen that checks files.',
  ),
  'InvalidInput range': say('This is no version range.', 'Write for instance ^1.2.0, ~1.2.0 or >=1 <3.'),
  'InvalidInput spdx': say(
    'This is no SPDX licence expression.',
    'Write for instance MIT, Apache-2.0 or MIT OR Apache-2.0.',
  ),
  'InvalidInput empty': (data) => ({
    wrong: `The ${text(data, 'field', 'field')} is empty.`,
    todo: 'Fill it in.',
  }),
  'InvalidInput tag': (data) => ({
    wrong: `“${text(data, 'value', 'This')}” cannot be a tag.`,
    todo: 'A tag has at most 32 lower-case letters, digits, +, . and -.',
  }),
  'InvalidInput too-many': (data) => ({
    wrong: `There are too many ${text(data, 'field', 'entries')}.`,
    todo: `Keep at most ${text(data, 'limit', 'a few')}.`,
  }),
  'InvalidInput too-long': (data) => ({
    wrong: `The ${text(data, 'field', 'text')} has ${text(data, 'length', 'too many')} characters.`,
    todo: `Shorten it to ${text(data, 'limit', 'fewer')}; what you typed is still there.`,
  }),
  'InvalidInput name-text': say(
    'The name has a character that nobody can see.',
    'Type it anew, on one line.',
  ),
  'InvalidInput relay-address': (data) => ({
    wrong: `${text(data, 'address', 'This')} is no address of a relay.`,
    todo: 'Write for instance https://relay.example, without a name, a password or a question.',
  }),
  'InvalidInput domain': say('This is no domain.', 'Write for instance acme.io, without https:// and path.'),
  'InvalidInput declared': (data) => ({
    wrong: `What the release says of its file is not what the registry found in it: ${text(data, 'facts', 'imports or exports')}.`,
    todo: 'Reload this app, so that it is up to date; then publish the file again.',
  }),
  'InvalidInput export-missing': (data) => ({
    wrong: `“${text(data, 'value', 'This')}” is no function that the file exports.`,
    todo: 'Choose among those it has.',
  }),
  'InvalidInput url': say('This is no web address.', 'Begin with https://.'),
  'InvalidInput self': say('A module cannot depend on itself.', 'Remove that dependency.'),
  'InvalidInput stars': say('No rating is chosen.', 'Choose 1 to 5 stars.'),
  'InvalidInput backup-file': say(
    'This file is no backup of an identity.',
    'Choose the file gen-registry-identity.json.',
  ),
  'InvalidInput passphrase-short': say('The passphrase is too short.', 'Use 8 characters or more.'),
  'InvalidInput clock-ahead': say(
    'The clock of this device is ahead.',
    'Set the clock right, then try again.',
  ),
  'InvalidInput folder': say('This is a folder.', 'Drop or choose one of the files in it.'),
  'InvalidInput text': say('This text cannot be read: it is no UTF-8.', 'Tell the publisher.'),
  'PermissionDenied passphrase': say(
    'The passphrase does not open this backup.',
    'Type it again; capitals count.',
  ),
  'PermissionDenied no-grant': say('This module id is not yours.', 'Publish under an id of your own.'),
  'PermissionDenied policy': say(
    'This registry gives names to invited publishers only.',
    'Ask whoever runs it.',
  ),
  'PermissionDenied head-signer': say(
    'The registry’s account of its catalogue is signed by somebody who may not.',
    'Install and update nothing until whoever runs this registry has explained it.',
  ),
  'HashMismatch head-tree': say(
    'The registry’s account of its catalogue does not fit what it lists.',
    'Install and update nothing until whoever runs this registry has explained it.',
  ),
  'InvalidInput head': say(
    'The registry’s account of its catalogue cannot be understood.',
    'Update this app; if it stays so, tell whoever runs this registry.',
  ),
  'InvalidInput head-ahead': say(
    'The registry’s clock is ahead of this device’s.',
    'Set the clock of this device right; if it is, tell whoever runs this registry.',
  ),
  'SignatureInvalid snapshots': say(
    'The registry’s list of catalogue files is not signed by it.',
    'The catalogue comes another way; if it stays so, tell whoever runs this registry.',
  ),
  'InvalidInput snapshots': say(
    'The registry’s list of catalogue files cannot be understood.',
    'The catalogue comes another way. Update this app; if it stays so, tell whoever runs this registry.',
  ),
  'InvalidInput snapshots-ahead': say(
    'The registry’s clock is ahead of this device’s.',
    'Set the clock of this device right; if it is, tell whoever runs this registry.',
  ),
  'SignatureInvalid aggregates': say(
    'The registry’s counts of installs and ratings are not signed by it.',
    'The counts from before stay; if it stays so, tell whoever runs this registry.',
  ),
  'HashMismatch aggregates': say(
    'The registry’s counts of installs and ratings are not the ones that it signed.',
    'The counts from before stay; if it stays so, tell whoever runs this registry.',
  ),
  'InvalidInput aggregates': say(
    'The registry’s counts of installs and ratings cannot be understood.',
    'The counts from before stay. Update this app; if it stays so, tell whoever runs this registry.',
  ),
  'InvalidInput aggregates-ahead': say(
    'The registry’s clock is ahead of this device’s.',
    'Set the clock of this device right; if it is, tell whoever runs this registry.',
  ),
  'PermissionDenied other-relay': say(
    'The registry at this address is not the one this device knows.',
    'Do not continue unless whoever runs it says that it was replaced.',
  ),
  'PermissionDenied other-namespace': say(
    'The registry at this address is not the one this device knows.',
    'Do not continue unless whoever runs it says that it was replaced.',
  ),
  'AlreadyExists name-taken': say(
    'This module id belongs to somebody else.',
    'Choose another id; nothing you typed is lost.',
  ),
  'VersionConflict version-taken': (data) => ({
    wrong: `Version ${text(data, 'version', '')} is published already and can never change.`,
    todo: 'Choose a higher version.',
  }),
  'NotFound module': (data) => ({
    wrong: `There is no module ${text(data, 'id', '')}.`,
    todo: 'Check the id, or search for it.',
  }),
  'NotFound dependency': (data) => ({
    wrong: `The dependency ${text(data, 'id', '')} is not in this registry.`,
    todo: 'Publish it first, or remove it.',
  }),
  'NotFound version': (data) => ({
    wrong: `There is no version ${text(data, 'version', '')} that can be installed.`,
    todo: 'Choose another one under Versions.',
  }),
  'NotFound blob': say('The registry does not have these bytes.', 'Try again later, or tell the publisher.'),
  'NotFound blob-lost': say('The bytes are gone from this device.', 'Install it again.'),
  'NotFound draft': say('What was typed for this is no longer kept.', 'Fill in the form again.'),
  'InvalidState announced-size': say(
    'The file changed while it was read.',
    'Choose it again; if it stays so, fetch it anew.',
  ),
  'Storage newer-version': say('Another tab runs a newer version of this app.', 'Reload this page.'),
  'Storage blocked': say('Another tab holds the storage.', 'Close the other tabs of this app and reload.'),
  'Storage identity-lost': say(
    'The key of this device is gone.',
    'Restore it from your backup file on the Identity screen.',
  ),
  'Storage closed': say('The storage was closed.', 'Reload the page.'),
  'InvalidState release-refused': say(
    'The release was refused, so nothing of this publish was taken.',
    'Correct what is said about the release, then publish again.',
  ),
  'InvalidState not-examined': say(
    'The registry could not examine the file.',
    'It is tried again by itself; if it stays so, tell whoever runs the registry.',
  ),
  'InvalidState blob-missing': say(
    'The registry does not have the file yet.',
    'It is sent again by itself; nothing was lost.',
  ),
  'InvalidState contested': say(
    'Two publishers hold this name, so neither can be believed.',
    'Ask whoever runs this registry which one is right.',
  ),
  'InvalidState not-retryable': say(
    'This cannot be tried again as it is.',
    'Start it anew; what was typed can be taken from Activity.',
  ),
  'InvalidState data-in-use': say('The registry is being restarted.', 'It is tried again by itself.'),
  'WasmInvalid compile': (data) =>
    data['by'] === 'relay'
      ? {
          wrong: 'The registry’s engine refuses the file, so nobody could rely on it.',
          todo: 'Build it again; if other engines take it, tell whoever runs the registry.',
        }
      : {
          wrong: 'This browser refuses to compile it.',
          todo: 'It may need a feature that the browser does not have yet; update it, or choose another version.',
        },
  'InvalidState jobs-open': say(
    'Some of your work has not reached the registry yet.',
    'Wait until it has, or cancel it under Activity; then try again.',
  ),
  'InvalidState not-waiting': say('This has been begun already, or has ended.', 'Nothing is to be done.'),
  'InvalidState already-sent': say(
    'This has been sent already and can no longer be cancelled.',
    'Wait for the answer of the registry.',
  ),
  'InvalidState busy': say(
    'Another version of this module is being installed.',
    'Wait until that is done, or cancel it under Activity.',
  ),
  'InvalidState needed': (data) => ({
    wrong: `${text(data, 'by', 'Another installed module')} needs it.`,
    todo: 'Uninstall that first.',
  }),
  'InvalidState unconfirmed': say(
    'No relay has signed a receipt for this version yet.',
    'Choose a confirmed version, or wait.',
  ),
  'InvalidState hidden': (data) => ({
    wrong: `${text(data, 'id', 'This module')} is hidden by moderators whom you follow${data['text'] === undefined || data['text'] === '' ? '' : `: “${text(data, 'text', '').trim().replace(/\.$/, '')}”`}.`,
    todo: 'Look at its page before you install it all the same.',
  }),
  'InvalidInput own-list': say('This is your own list.', 'It always counts here; follow somebody else.'),
  'InvalidInput index-interval': say('This is no time that entries can wait.', 'Choose up to one hour.'),
  'NotFound rating': say('There is no review by this person.', 'Reload the page and look again.'),
  'InvalidState unregistered': say('This module was withdrawn by its owner.', 'Look for another one.'),
  'InvalidState no-webassembly': say(
    'This browser does not run WebAssembly here.',
    'Use another browser, or allow it in the settings.',
  ),
  'InvalidState no-ed25519': say(
    'This browser cannot make Ed25519 signatures.',
    'Update it, or use another one.',
  ),
  'InvalidState validator-crashed': say(
    'The file could not be examined: the attempt crashed.',
    'Try again later; another build of the file may help.',
  ),
  'Timeout compile': say(
    'Compiling the binary took too long and was given up.',
    'Try again when this device is less busy.',
  ),
  'Timeout validation': say(
    'Examining the file took too long and was stopped.',
    'Build it with fewer or smaller functions, or try again later.',
  ),
  'Network nonsense': say(
    'The registry answered with something that cannot be understood.',
    'It is tried again by itself; nothing was lost.',
  ),
};
