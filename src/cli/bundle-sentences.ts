import { text, type Sentence } from './error-data.ts';

/** What is wrong with a bundle, or keeps it from being taken. */
export const BUNDLE_SENTENCES: Readonly<Record<string, Sentence>> = {
  'InvalidInput bundle-file': (data) =>
    `This is no whole bundle (${text(data, 'text')}); nothing was kept. Copy the file again, or ask for a new one.`,
  'SignatureInvalid bundle-member': (data) =>
    `The bundle holds a record that nobody may have written there (${text(data, 'record')} in ${text(data, 'document')}); nothing was kept. Do not use this file.`,
  'HashMismatch bundle-blob': (data) =>
    `A file in the bundle is not the one that was signed (${text(data, 'expected')}); nothing of it counts. Copy the bundle again, or ask for a new one.`,
  'InvalidInput bundle-namespace': (data) =>
    `The bundle is of the registry ${text(data, 'root')}, this data folder belongs to ${text(data, 'here')}. Choose another folder with --data.`,
  'PermissionDenied bundle-trust': (data) =>
    `The bundle is of the registry ${text(data, 'root')}, and nobody here has said yes to that key. Compare it with whom you have the file from, then add --trust ${text(data, 'root')}.`,
  'VersionConflict bundle': (data) =>
    `What the bundle brings cannot stand beside what is installed: ${text(data, 'modules')}. Install it into a set of its own with --set NAME.`,
  'InvalidState bundle-empty': () =>
    'Nothing is installed there to put into a bundle. "gen list" shows what is.',
  'InvalidState bundle-unsent': (data) =>
    `The registry does not have ${text(data, 'id')} ${text(data, 'version')} yet, so nobody could check it. Run "gen sync" first.`,
};
