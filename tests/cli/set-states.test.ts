import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { tinyWasm } from '../support/person.ts';
import { app, base, DIAMOND, installedBy, installer, left } from './diamond.ts';
import { folder, plainShellIn, shellAt, type ShellAt } from './shell-at.ts';

let world: Awaited<ReturnType<typeof installer>>;
let bob: ShellAt;

beforeEach(async () => {
  world = await installer();
  ({ bob } = world);
});

const publishes = (...release: Parameters<typeof world.publishes>) => world.publishes(...release);
const publishesDiamond = () => world.publishesDiamond();
const installed = (...flags: string[]) => installedBy(bob, ...flags);

test('one goes back to the state before, and to any other, without a network', async () => {
  await publishesDiamond();
  await bob('install', app);
  await publishes(base, '1.1.0');
  await bob('update');

  const dry = await bob('back', '--dry-run', '--offline');
  expect(dry.out).toMatchObject({
    download: 0,
    lines: [{ id: base, from: '1.1.0', to: '1.0.0', kind: 'older' }],
  });
  const { exit, out } = await bob('back', '--offline');

  expect(exit).toBe(0);
  expect(out).toMatchObject({ state: 'installed', changes: [{ id: base, to: '1.0.0' }] });
  expect(await installed()).toEqual(DIAMOND);
  await bob('back', '2', '--offline');
  expect(await installed()).toEqual({ ...DIAMOND, [base]: '1.1.0' });
  expect((await bob('history')).out).toMatchObject({
    set: 'default',
    states: [
      { number: 4, deed: { kind: 'back', to: 2 }, isCurrent: true },
      { number: 3, deed: { kind: 'back', to: 1 } },
      { number: 2, deed: { kind: 'update' }, lines: [{ id: base, from: '1.0.0', to: '1.1.0' }] },
      { number: 1, deed: { kind: 'install', ids: [app] }, count: 4, isCurrent: false },
    ],
  });
});

test('where there is nothing to go back to, that is said', async () => {
  await publishes(base, '1.0.0');
  expect(await bob('back')).toMatchObject({ exit: 1, error: { reason: 'former-state' } });
  await bob('install', base);

  expect(await bob('back')).toMatchObject({ exit: 1, error: { reason: 'former-state' } });
  expect(await bob('back', '7')).toMatchObject({ exit: 1, error: { reason: 'generation' } });
});

test('former states are forgotten only after a yes, with the bytes that this frees', async () => {
  await publishes(base, '1.0.0');
  await bob('install', base);
  await publishes(base, '1.1.0');
  await bob('update');

  expect(await bob('history', 'forget')).toMatchObject({
    exit: 2,
    error: {
      reason: 'confirm',
      data: { text: expect.stringContaining('Forget the former state of default') },
    },
  });
  expect(await bob('history', 'forget', '--yes')).toMatchObject({
    exit: 0,
    out: { set: 'default', forgotten: 1, freed: tinyWasm(`${base}@1.0.0`).length },
  });
  expect((await bob('history')).out).toMatchObject({ states: [{ number: 2, isWhole: true }] });
});

test('a lockfile brings another device to the very same, whatever was published since', async () => {
  await publishesDiamond();
  await bob('install', app);
  const file = join(await folder(), 'gen.lock.json');
  expect((await bob('lock', '--out', file)).out).toEqual({ set: 'default', file });
  expect(await bob('lock', '--out', file)).toMatchObject({ exit: 1, error: { code: 'AlreadyExists' } });
  expect((await bob('lock')).out).toEqual(JSON.parse(await readFile(file, 'utf8')));
  await publishes(base, '1.1.0');
  bob = await shellAt(world.address);

  const dry = await bob('install', '--lock', file, '--dry-run');
  expect(dry.out).toMatchObject({ lines: [{ id: base, to: '1.0.0' }, {}, {}, {}] });
  const { exit, out } = await bob('install', '--lock', file, '--frozen');

  expect(exit).toBe(0);
  expect(out).toMatchObject({ state: 'installed', changes: [{ id: base, to: '1.0.0' }, {}, {}, {}] });
  expect(await installed()).toEqual(DIAMOND);
});

test('what a lockfile takes away is shown and asked about at a terminal', async () => {
  for (const id of [base, left]) await publishes(id, '1.0.0');
  await bob('install', base);
  const file = join(await folder(), 'gen.lock.json');
  await bob('lock', '--out', file);
  const confirm = async (): Promise<boolean> => false;
  const home = await folder();
  const carol = plainShellIn(home, world.address, { interactive: true, confirm });
  await carol('install', left);

  const { exit, stderr } = await carol('install', '--lock', file);

  expect(exit).toBe(1);
  expect(stderr).toMatch(new RegExp(`goes +${left} +1\\.0\\.0`));
  expect((await carol('list')).stdout).toContain(left);
});

test('a lockfile that is none, of another registry, or that cannot be had as it is, is refused', async () => {
  await publishesDiamond();
  await bob('install', left);
  const file = join(await folder(), 'gen.lock.json');
  await bob('lock', '--out', file);
  const lock = JSON.parse(await readFile(file, 'utf8')) as { modules: object[] };
  const installs = async (change: object) => {
    await writeFile(file, JSON.stringify({ ...lock, ...change }));
    return bob('install', '--lock', file, '--frozen');
  };

  expect(await installs({ format: 'other' })).toMatchObject({ exit: 2, error: { reason: 'lockfile' } });
  expect(await installs({ namespace: '0'.repeat(64) })).toMatchObject({
    exit: 2,
    error: { reason: 'lockfile-namespace' },
  });
  expect(await installs({ modules: lock.modules.slice(1) })).toMatchObject({
    exit: 6,
    error: { reason: 'frozen' },
  });
});

test('sets are kept apart: what names one is about it, all else about the active one', async () => {
  for (const id of [base, left]) await publishes(id, '1.0.0');
  await bob('install', base);
  expect((await bob('install', left, '--set', 'spare')).out).toMatchObject({ set: 'spare' });

  expect([await installed(), await installed('--set', 'spare')]).toEqual([
    { [base]: '1.0.0' },
    { [left]: '1.0.0' },
  ]);
  expect((await bob('sets', 'use', 'spare')).out).toEqual({ set: 'spare', count: 1 });
  expect(await installed()).toEqual({ [left]: '1.0.0' });
  expect((await bob('sets')).out).toMatchObject({
    sets: [
      { name: 'default', active: false, count: 1 },
      { name: 'spare', active: true, count: 1 },
    ],
  });
  expect((await bob('uninstall', base, '--set', 'default')).out).toEqual({ set: 'default', removed: [base] });
});

test('a set is removed after a yes, if it is there and not the active one', async () => {
  await publishes(base, '1.0.0');
  await bob('install', base, '--set', 'spare');

  expect(await bob('sets', 'remove', 'default')).toMatchObject({ exit: 1, error: { reason: 'active-set' } });
  expect(await bob('sets', 'remove', 'spear')).toMatchObject({ exit: 1, error: { reason: 'set' } });
  expect(await bob('list', '--set', 'spear')).toMatchObject({ exit: 1, error: { reason: 'set' } });
  expect(await bob('sets', 'remove', 'spare')).toMatchObject({ exit: 2, error: { reason: 'confirm' } });
  expect(await bob('sets', 'remove', 'spare', '--yes')).toMatchObject({ exit: 0, out: { removed: 'spare' } });
  expect((await bob('sets')).out).toMatchObject({ sets: [{ name: 'default' }] });
});
