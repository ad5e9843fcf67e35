import type { ErrorData } from '../core/errors.ts';
import { readWay } from '../core/resolve/way-text.ts';
import { listOf, text, type Sentence } from './error-data.ts';
import { wayWords } from './way-words.ts';

/** Why nothing fits, a sentence a line, and what could be changed. */
function clashLines(data: ErrorData): readonly string[] {
  const because = listOf(data, 'because');
  const ways = listOf(data, 'ways').flatMap((way) => readWay(way) ?? []);
  return [
    ...(because.length === 0 ? ['What you ask for cannot be had together.'] : because),
    ...ways.map((way) => `You could ${wayWords(way)}${way.kind === 'drop' ? ` (--without ${way.id})` : ''}.`),
  ];
}

/** What keeps modules from being installed together, and what is wrong with a set of them. */
export const SET_SENTENCES: Readonly<Record<string, Sentence>> = {
  'VersionConflict no-solution': (data) => clashLines(data).join('\n'),
  'VersionConflict frozen': (data) =>
    `The lockfile cannot be had as it is: ${text(data, 'modules')}. Without --frozen these are chosen anew.`,
  'HashMismatch lockfile': (data) =>
    `The lockfile has another binary for ${text(data, 'id')} ${text(data, 'version')} than the registry. One of them is not what was published; ask the publisher.`,
  'HashMismatch stored': (data) =>
    `What this device stored of ${text(data, 'id')} was damaged, so it was thrown away. "gen sync" downloads it again.`,
  'NotFound binary-lost': (data) =>
    `The binary of ${text(data, 'id')} is gone from this device. "gen sync" downloads it again.`,
  'InvalidInput clean-up-days': (data) =>
    `Modules are removed after a whole number of days, from 1 to ${text(data, 'limit')}.`,
  'InvalidInput lockfile': () => 'This is no lockfile of this registry. "gen lock --out FILE" writes one.',
  'InvalidInput lockfile-namespace': (data) =>
    `${text(data, 'file', 'The lockfile')} is of another registry than this data folder. Choose its folder with --data, or its relay with --relay and a new folder.`,
  'NotFound former-state': (data) => `${text(data, 'set')} has no state before this one to go back to.`,
  'InvalidState not-wanted': (data) =>
    `${text(data, 'id')} is here only because others need it: it goes with them. To ask for it yourself: gen install ${text(data, 'id')}`,
  'InvalidInput set-name': (data) =>
    `"${text(data, 'text', '')}" is no name of a set: use a-z, 0-9 and inner hyphens, 40 at most.`,
  'NotFound generation': (data) =>
    `There is no state ${text(data, 'number')} of ${text(data, 'set')} to go back to. "gen history" lists them.`,
  'NotFound set': (data) => `There is no set ${text(data, 'set')}. "gen sets" lists them.`,
  'InvalidState active-set': (data) =>
    `${text(data, 'set')} is the active set. Choose another one first: gen sets use NAME`,
  'InvalidState busy-set': (data) =>
    `Something is still on its way into ${text(data, 'set')}. "gen sync" goes on with it, "gen status" shows it.`,
};
