import { expect, test } from 'vitest';
import { parseDid, parseMicros } from '../../src/core/ids.ts';
import { shortDid } from '../../src/ui/text/format.ts';
import {
  isAtWork,
  isUnfinished,
  nextTryText,
  progressText,
  stateLabel,
  taskLabel,
} from '../../src/ui/text/states.ts';

test('only a receipt is called published', () => {
  const labels = (['drafted', 'waiting-for-name', 'signed', 'sent', 'receipted'] as const).map((state) =>
    stateLabel({ kind: 'publish', state }),
  );

  expect(labels).toEqual(['Stored', 'Waiting for the name', 'Signed, not sent', 'Sent', 'Published']);
});

test('a rating is counted, not published', () => {
  expect(stateLabel({ kind: 'rate', state: 'receipted' })).toBe('Counted');
});

test('a download shows its part in percent and bytes', () => {
  const item = {
    kind: 'install',
    state: 'downloading',
    progress: { done: 420_000, total: 1_000_000 },
  } as const;

  expect([stateLabel(item), progressText(item)]).toEqual(['Downloading 42 %', '420 kB of 1.00 MB']);
});

test('a download of unknown size shows no percent', () => {
  const item = { kind: 'install', state: 'downloading', progress: { done: 0, total: 0 } } as const;

  expect([stateLabel(item), progressText(item)]).toEqual(['Downloading', undefined]);
});

test('what waits, fails or is done is told apart', () => {
  expect(
    (['queued', 'sent', 'failed', 'installed', 'cancelled'] as const).map((state) => isUnfinished({ state })),
  ).toEqual([true, true, false, false, false]);
});

test('it is said when something is tried again, and what that waits for', () => {
  const at = parseMicros(100_000_000);
  expect([
    nextTryText(at, 60_000, true),
    nextTryText(at, 30_000, true),
    nextTryText(at, 100_000, true),
    nextTryText(at, 60_000, false),
  ]).toEqual([
    'Next try in 40 s',
    'Next try in 2 min',
    'Next try now',
    'Tries again when the network is back',
  ]);
});

test('a task is named by what was asked for', () => {
  expect([
    taskLabel({ kind: 'rate', stars: 1 }),
    taskLabel({ kind: 'rate', stars: 4 }),
    taskLabel({ kind: 'install' }),
  ]).toEqual(['Rate 1 star', 'Rate 4 stars', 'Install']);
});

test('a name is said, of no module, and known rather than published', () => {
  expect(taskLabel({ kind: 'profile', name: 'Alice' })).toBe('Be called “Alice”');
  expect(stateLabel({ kind: 'profile', state: 'receipted' })).toBe('Known');
});

test('a report and a hidden review say what they are about, and what takes them back', () => {
  const did = parseDid('did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK');
  expect([
    taskLabel({ kind: 'report' }),
    taskLabel({ kind: 'report', reviewOf: did, takesBack: true }),
    taskLabel({ kind: 'hide', takesBack: false }),
    taskLabel({ kind: 'hide', reviewOf: did, takesBack: true }),
  ]).toEqual([
    'Report',
    `Take back the report about the review by ${shortDid(did)} of`,
    'Hide',
    `Show again the review by ${shortDid(did)} of`,
  ]);
  expect(stateLabel({ kind: 'report', state: 'receipted' })).toBe('Reported');
  expect(stateLabel({ kind: 'hide', state: 'receipted' })).toBe('On your list');
  expect(stateLabel({ kind: 'report', state: 'receipted', takesBack: true })).toBe('Taken back');
  expect(stateLabel({ kind: 'hide', state: 'receipted', takesBack: true })).toBe('Off your list');
});

test('what waits for its turn or for its next attempt is not at work', () => {
  const error = { code: 'Network', reason: 'unreachable', data: {} } as const;
  expect(isAtWork({ state: 'downloading', error: undefined })).toBe(true);
  expect(isAtWork({ state: 'sent', error })).toBe(false);
  expect(isAtWork({ state: 'queued', error: undefined })).toBe(false);
  expect(isAtWork({ state: 'installed', error: undefined })).toBe(false);
});
