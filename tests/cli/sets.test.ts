import type { Terminal } from '../../src/cli/context.ts';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { tinyWasm } from '../support/person.ts';
import { app, base, DIAMOND, installedBy, installer, left, right } from './diamond.ts';
import { folder, plainShellIn, type ShellAt } from './shell-at.ts';

let world: Awaited<ReturnType<typeof installer>>;
let bob: ShellAt;

beforeEach(async () => {
  world = await installer();
  ({ bob } = world);
});

const publishes = (...release: Parameters<typeof world.publishes>) => world.publishes(...release);
const publishesDiamond = () => world.publishesDiamond();
const installed = (...flags: string[]) => installedBy(bob, ...flags);

test('a dry run of an install shows what comes, what is to be downloaded and for whom, and changes nothing', async () => {
  await publishesDiamond();

  const { exit, out } = await bob('install', app, '--dry-run');

  expect(exit).toBe(0);
  const size = (id: string): number => tinyWasm(`${id}@1.0.0`).length;
  expect(out).toMatchObject({
    set: 'default',
    download: size(app) + size(base) + size(left) + size(right),
    question: null,
    lines: [
      { id: base, to: '1.0.0', kind: 'added', download: size(base), neededBy: [left, right] },
      { id: left, neededBy: [app] },
      { id: right, neededBy: [app] },
      { id: app, from: null, to: '1.0.0', neededBy: [] },
    ],
  });
  expect(await installed()).toEqual({});
  expect((await bob('status')).out).toMatchObject({ jobs: [] });
});

test('an install names the module with what it needs, and nothing else of its set', async () => {
  await publishesDiamond();
  await publishes('io.example.other', '1.0.0');
  await bob('install', 'io.example.other');
  const vendor = join(await folder(), 'vendor');

  const { out } = await bob('install', left, '--out', vendor);

  expect(out).toMatchObject({
    state: 'installed',
    set: 'default',
    modules: [
      { id: base, file: join(vendor, `${base}-1.0.0.wasm`) },
      { id: left, file: join(vendor, `${left}-1.0.0.wasm`) },
    ],
    changes: [
      { id: base, kind: 'added' },
      { id: left, kind: 'added' },
    ],
  });
});

test('what is outdated is shown with the newest within its range and the newest at all, without a network too', async () => {
  await publishesDiamond();
  await bob('install', app);
  for (const version of ['1.1.0', '2.0.0']) await publishes(base, version);

  const found = await bob('outdated');

  const expected = { id: base, installed: '1.0.0', within: '1.1.0', newest: '2.0.0', compatible: false };
  expect(found).toMatchObject({ exit: 0, out: { set: 'default', modules: [expected], unknown: [] } });
  expect((await bob('outdated', '--offline')).out).toMatchObject({ modules: [expected] });
});

test('an update takes what is newer within what was asked for, and says what changed', async () => {
  await publishesDiamond();
  await bob('install', app);
  for (const version of ['1.1.0', '2.0.0']) await publishes(base, version);

  const dry = await bob('update', '--dry-run');
  expect(dry.out).toMatchObject({ lines: [{ id: base, from: '1.0.0', to: '1.1.0', kind: 'compatible' }] });
  expect(await installed()).toEqual(DIAMOND);
  const { exit, out } = await bob('update');

  expect(exit).toBe(0);
  expect(out).toMatchObject({
    state: 'installed',
    changes: [{ id: base, from: '1.0.0', to: '1.1.0', kind: 'compatible' }],
  });
  expect(await installed()).toEqual({ ...DIAMOND, [base]: '1.1.0' });
  expect((await bob('update', app)).out).toMatchObject({ state: 'installed', changes: [] });
});

test('what is not installed cannot be updated', async () => {
  await publishesDiamond();
  await bob('install', left);

  expect(await bob('update', app)).toMatchObject({
    exit: 1,
    error: { code: 'NotFound', reason: 'installation', data: { id: app } },
  });
});

test.each([
  [['install'], 'Name a module, or a lockfile'],
  [['install', left, '--frozen'], '--frozen goes with --lock'],
  [['install', left, '--lock', 'gen.lock.json'], '--lock goes with no module'],
  [['install', left, '--cycles', 'some'], 'Allowed choices are allow, refuse'],
  [['auto', left, 'maybe'], 'Allowed choices are on, off'],
  [['back', '0'], 'whole number from 1'],
  [['sets', 'use', 'Two words'], 'is no name of a set'],
])('%j is a usage error that says what fits', async (words, sentence) => {
  const { exit, error } = await bob(...words);

  expect(exit).toBe(2);
  expect((error as unknown as { message: string }).message).toContain(sentence);
});

test('what clashes is told with the way out of it, and --without takes that way', async () => {
  for (const version of ['1.0.0', '2.0.0']) await publishes(base, version);
  await publishes(left, '1.0.0', { [base]: '^1.0.0' });
  await publishes(right, '1.0.0', { [base]: '^2.0.0' });
  await bob('install', left);

  const clash = await bob('install', right);
  expect(clash).toMatchObject({ exit: 6, error: { reason: 'no-solution' } });
  expect((clash.error as unknown as { message: string }).message).toContain(
    `You could drop ${left} (--without ${left}).`,
  );
  expect(await bob('install', right, '--without', base)).toMatchObject({
    exit: 1,
    error: { reason: 'not-wanted' },
  });
  await bob('install', right, '--without', left);

  expect(await installed()).toEqual({ [base]: '2.0.0', [right]: '1.0.0' });
});

test('a cycle is taken where this install allows it, and keeps nothing else of the set from changing', async () => {
  await publishes(left, '1.0.0');
  await publishes(right, '1.0.0', { [left]: '^1.0.0' });
  await publishes(left, '1.1.0', { [right]: '^1.0.0' });
  await publishes(base, '1.0.0');

  expect(await bob('install', left)).toMatchObject({ exit: 6, error: { code: 'DependencyCycle' } });
  expect((await bob('install', left, '--cycles', 'allow')).out).toMatchObject({ state: 'installed' });

  expect((await bob('install', base)).out).toMatchObject({ state: 'installed' });
  expect(await installed()).toEqual({ [base]: '1.0.0', [left]: '1.1.0', [right]: '1.0.0' });
});

test('pre-releases that no range names are taken with --prereleases alone', async () => {
  await publishes(base, '1.0.0');
  await publishes(base, '1.1.0-rc.1');

  await bob('install', `${base}@^1.0.0`, '--prereleases');

  expect(await installed()).toEqual({ [base]: '1.1.0-rc.1' });
});

test('what a change does to modules that nobody named waits for a yes', async () => {
  await publishes(base, '1.0.0');
  await publishes(left, '1.0.0', { [base]: '*' });
  await bob('install', left);
  await publishes(base, '2.0.0');
  await publishes(right, '1.0.0', { [base]: '^2.0.0' });

  expect((await bob('install', right, '--dry-run')).out).toMatchObject({
    question: { losses: [{ id: base, from: '1.0.0', to: '2.0.0' }] },
  });
  expect((await bob('install', right)).exit).toBe(5);
  expect((await bob('install', right, '--yes')).out).toMatchObject({
    state: 'installed',
    changes: [{ id: base, kind: 'breaking' }, { id: right }],
  });
});

test('at a terminal the plan of more than the module itself is shown and asked about once', async () => {
  await publishesDiamond();
  const questions: string[] = [];
  const answers = [false, true];
  const terminal: Partial<Terminal> = {
    interactive: true,
    confirm: async (question) => {
      questions.push(question);
      return answers.shift() ?? false;
    },
  };
  const carol = plainShellIn(await folder(), world.address, terminal);

  await carol('install', base);
  expect(questions).toEqual([]);
  expect((await carol('install', app)).exit).toBe(1);
  const said = await carol('install', app);

  expect(questions).toEqual(['Install this?', 'Install this?']);
  expect(said.exit).toBe(0);
  expect(said.stderr).toContain(`needed by ${app}`);
  expect(said.stdout).toContain(`Installed ${app}`);
  expect((await carol('install', app)).exit).toBe(0);
  expect((await carol('install', app, '--set', 'other', '--yes')).exit).toBe(0);
  expect(questions).toHaveLength(2);
});

test('what is updated by itself is updated by the next sync, within what was asked for', async () => {
  await publishes(base, '1.0.0');
  await publishes(left, '1.0.0', { [base]: '^1.0.0' });
  await bob('install', left);
  expect(await bob('auto', base, 'on')).toMatchObject({ exit: 1, error: { reason: 'not-wanted' } });
  expect(await bob('auto', app, 'on')).toMatchObject({ exit: 1, error: { reason: 'installation' } });
  expect((await bob('auto', left, 'on')).out).toEqual({ set: 'default', id: left, auto: true });
  expect((await bob('list')).out).toMatchObject({
    modules: [
      { id: base, auto: false, range: null },
      { id: left, auto: true, range: '^1.0.0' },
    ],
  });
  for (const version of ['1.1.0', '2.0.0']) await publishes(left, version, { [base]: '^1.0.0' });

  const { exit, out } = await bob('sync');

  expect(exit).toBe(0);
  expect(out).toMatchObject({
    updatesPaused: false,
    waiting: 0,
    ended: [{ kind: 'set', change: 'update', state: 'installed' }],
  });
  expect(await installed()).toMatchObject({ [left]: '1.1.0' });
});
