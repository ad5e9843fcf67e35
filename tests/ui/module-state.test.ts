import { expect, test } from 'vitest';
import { parseMicros, parseModuleId, parseVersion } from '../../src/core/ids.ts';
import type { ActivityItem, ActivityState } from '../../src/ports/activity.ts';
import { jobAbout, moduleState, MODULE_WORDS } from '../../src/ports/module-state.ts';
import { shownState } from '../../src/ui/text/module-state.ts';
import { stateLabel } from '../../src/ui/text/states.ts';

const codec = parseModuleId('io.example.codec');
const v1 = parseVersion('1.0.0');
const v2 = parseVersion('2.0.0');

const PRESENT = {
  'not installed': {},
  installed: { installed: v1 },
  outdated: { installed: v1, newer: v2 },
} as const;

/** What a job makes of a module, whatever is installed. Absent: nothing. */
const BY_JOB: Partial<Record<ActivityState, string>> = {
  queued: 'Queued',
  resolving: 'Queued',
  downloading: 'Downloading 25 %',
  verifying: 'Verifying',
  fetched: 'Verifying',
  asking: 'Waits for your yes',
};

const STATES: readonly ActivityState[] = [
  'queued',
  'resolving',
  'downloading',
  'verifying',
  'fetched',
  'asking',
  'installed',
  'failed',
  'cancelled',
];

function expected(present: keyof typeof PRESENT, state: ActivityState | undefined, contradiction: boolean) {
  const underWay = state === undefined ? undefined : BY_JOB[state];
  if (underWay !== undefined) return underWay;
  if (contradiction) return 'Contradiction';
  if (state === 'failed') return 'Failed';
  return { 'not installed': 'Not installed', installed: 'Installed', outdated: 'Update available' }[present];
}

const CASES = (Object.keys(PRESENT) as (keyof typeof PRESENT)[]).flatMap((present) =>
  [undefined, ...STATES].flatMap((state) =>
    [false, true].map((contradiction) => ({ present, state, contradiction })),
  ),
);

test.each(CASES)('$present, job $state, contradiction $contradiction: one word', (facts) => {
  const { present, state, contradiction } = facts;
  const job = state && ({ kind: 'install', state, progress: { done: 1, total: 4 } } as const);
  const shown = shownState({ ...PRESENT[present], job, contradiction });

  expect(shown.word).toBe(expected(present, state, contradiction));
  expect(shown.detail).not.toBe('');
});

test('every state has a word of its own', () => {
  expect(new Set(Object.values(MODULE_WORDS)).size).toBe(Object.keys(MODULE_WORDS).length);
});

test('a job in a list has the word that its module has', () => {
  for (const state of STATES.filter((one) => one !== 'cancelled')) {
    const job = { kind: 'install', state, progress: { done: 1, total: 4 } } as const;
    const installed = state === 'installed' ? v1 : undefined;
    expect(stateLabel(job)).toBe(moduleState({ installed, job }).word);
  }
});

test('what failed, or waits for another attempt, says why', () => {
  const error = { code: 'Network', reason: 'unreachable', message: '', data: {} } as const;
  const detail = (state: 'queued' | 'failed') =>
    shownState({ job: { kind: 'install', state, error } }).detail;

  expect(detail('failed')).toBe(detail('queued'));
  expect(detail('failed')).toContain('cannot be reached');
});

const item = (kind: ActivityItem['kind'], state: ActivityState, updatedAt: number, more = {}) =>
  ({ kind, state, module: codec, updatedAt: parseMicros(updatedAt), ...more }) as ActivityItem;

test('of a module the job that is under way counts, else the last', () => {
  const waits = item('install', 'queued', 10);
  const cancelled = item('install', 'cancelled', 20);
  expect(jobAbout([cancelled, waits], { id: codec })).toBe(waits);
  expect(jobAbout([cancelled], { id: codec })).toBe(cancelled);
  expect(jobAbout([item('rate', 'signed', 30)], { id: codec })).toBeUndefined();
});

test('a failure counts until something was installed after it', () => {
  const failed = item('install', 'failed', 20);
  expect(jobAbout([failed], { id: codec, installedAt: parseMicros(10) })).toBe(failed);
  expect(jobAbout([failed], { id: codec, installedAt: parseMicros(30) })).toBeUndefined();
});

test('an update of several counts for those that have something newer', () => {
  const update = item('set', 'downloading', 20, { module: undefined, about: [codec] });
  expect(jobAbout([update], { id: codec, newer: v2 })).toBe(update);
  expect(jobAbout([update], { id: codec })).toBeUndefined();
});
