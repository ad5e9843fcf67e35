import { say, text, type Sentence } from './advice.ts';

/** What is wrong with a bundle, or keeps it from being taken or made. */
export const BUNDLE_REASONS: Readonly<Record<string, Sentence>> = {
  'InvalidInput bundle-file': say(
    'This is no whole bundle of modules; nothing of it was kept.',
    'Copy the file again, or ask for a new one.',
  ),
  'SignatureInvalid bundle-member': (data) => ({
    wrong: `The bundle holds a record that nobody may have written there (${text(data, 'document', 'in one of its parts')}); nothing of it was kept.`,
    todo: 'Do not use this file; tell whoever gave it to you.',
  }),
  'HashMismatch bundle-blob': say(
    'A file in the bundle is not the one that was signed; nothing of it counts.',
    'Copy the bundle again, or ask for a new one.',
  ),
  'InvalidInput bundle-namespace': say(
    'The bundle is of another registry than this device.',
    'Open it where that registry is in use.',
  ),
  'PermissionDenied bundle-trust': say(
    'Nobody here has said yes to the registry that this bundle is of.',
    'Open it again and compare its key.',
  ),
  'VersionConflict bundle': (data) => ({
    wrong: `What the bundle brings cannot stand beside what is installed: ${text(data, 'modules', 'some of it')}.`,
    todo: 'Open it in a set of its own.',
  }),
  'InvalidState bundle-empty': say('Nothing is installed to put into a bundle.', 'Install a module first.'),
  'InvalidState bundle-unsent': (data) => ({
    wrong: `The registry does not have ${text(data, 'id', 'a module')} ${text(data, 'version', '')} yet, so nobody could check it.`,
    todo: 'Save the bundle once it is published.',
  }),
};
