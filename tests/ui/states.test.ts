import { expect, test } from 'vitest';
import { isUnfinished, progressText, stateLabel, taskLabel } from '../../src/ui/text/states.ts';

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
