import { listOf, say, text, type Sentence } from './advice.ts';
import { waysIn, wayWords } from './ways.ts';

/** What keeps modules from being installed together, and what is wrong with a set of them. */
export const SET_REASONS: Readonly<Record<string, Sentence>> = {
  'VersionConflict no-solution': (data) => {
    const ways = waysIn({ data });
    return {
      wrong: listOf(data, 'because').join(' ') || 'These modules cannot be installed together.',
      todo:
        ways.length === 0
          ? 'Choose another module, or another version of it.'
          : `You could ${ways.map(wayWords).join(', or ')}.`,
    };
  },
  'VersionConflict frozen': (data) => ({
    wrong: `The lockfile cannot be had as it is: ${text(data, 'modules', 'some of it')}.`,
    todo: 'Let these be chosen anew, or ask for a newer lockfile.',
  }),
  'HashMismatch lockfile': (data) => ({
    wrong: `The lockfile has another binary for ${text(data, 'id', 'a module')} ${text(data, 'version', '')} than the registry.`,
    todo: 'One of them is not what was published; ask the publisher.',
  }),
  'InvalidInput lockfile': say(
    'This is no lockfile of this registry.',
    'Choose a file that was saved from Installed, or by “gen lock”.',
  ),
  'InvalidInput lockfile-namespace': say(
    'The lockfile is of another registry.',
    'Choose one that was saved where this registry is in use.',
  ),
  'HashMismatch stored': (data) => ({
    wrong: `What this device stored of ${text(data, 'id', 'the module')} was damaged, so it was thrown away.`,
    todo: 'It is downloaded again by itself; try again in a moment.',
  }),
  'NotFound binary-lost': (data) => ({
    wrong: `The binary of ${text(data, 'id', 'the module')} is gone from this device.`,
    todo: 'It is downloaded again by itself; try again in a moment.',
  }),
  'InvalidState changed-since': say(
    'What is installed was changed once more since.',
    'Go back to the state that you want under “Earlier states”.',
  ),
  'InvalidInput set-name': say(
    'This cannot be the name of a set.',
    'Use at most 40 lower-case letters, digits and inner hyphens.',
  ),
  'NotFound generation': say('This earlier state is not kept any more.', 'Choose one from the list.'),
  'NotFound set': say('There is no set of this name.', 'Choose one from the list.'),
  'InvalidState active-set': say('This set is in use.', 'Choose another set first.'),
  'InvalidState busy-set': say(
    'Something is still on its way into this set.',
    'Wait for it or cancel it in Activity, then try again.',
  ),
};
