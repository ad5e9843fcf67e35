import { afterEach, beforeEach, expect, test } from 'vitest';
import { setCyclePolicy } from '../../src/app/cycle-policy.ts';
import { forgetStates } from '../../src/app/forget-states.ts';
import { activeSet, installedRows, setNamed } from '../../src/app/installed-set.ts';
import { planView } from '../../src/app/plan-view.ts';
import { requestInstall, requestSetChange } from '../../src/app/request-change.ts';
import { setStates } from '../../src/app/set-states.ts';
import { listSets, lockfileOf, removeSet, setAuto, chooseSet } from '../../src/app/sets.ts';
import { uninstall } from '../../src/app/uninstall.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId, parseRange, parseVersion } from '../../src/core/ids.ts';
import { readLockfile } from '../../src/core/resolve/lockfile.ts';
import type { InstallRequest, WholeChange } from '../../src/ports/sets.ts';
import { person, tinyWasm, withRelay, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const [app, base, viewer] = ['io.example.app', 'io.example.base', 'io.example.viewer'].map(parseModuleId) as [
  ReturnType<typeof parseModuleId>,
  ReturnType<typeof parseModuleId>,
  ReturnType<typeof parseModuleId>,
];
let world: TestRelay;
let alice: Person;
let bob: Person;

beforeEach(async () => {
  world = await startTestRelay();
  [alice, bob] = await Promise.all([person(world.relay.address), person(world.relay.address)]);
});
afterEach(() => world.close());

const publishes = (id: string, version: string, needs: Readonly<Record<string, string>> = {}) =>
  alice.publishes({
    id,
    version,
    dependencies: Object.entries(needs).map(([needed, range]) => ({ id: needed, range })),
  });

async function rowOf(id: string) {
  const row = await bob.device.tables.get('jobs', id);
  if (row === undefined) throw new Error('no job');
  return row;
}

async function installs(id: typeof app, request?: InstallRequest) {
  const { id: job } = await requestInstall(bob.device, id, request);
  await bob.drains();
  return rowOf(job);
}

async function changes(change: WholeChange) {
  const { id: job } = await requestSetChange(bob.device, change);
  await bob.drains();
  return rowOf(job);
}

const versions = async (set?: string): Promise<Record<string, string>> =>
  Object.fromEntries((await installedRows(bob.device.tables, set)).map(({ id, version }) => [id, version]));

const wishes = async (): Promise<Record<string, string>> => {
  const { generation } = await setNamed(bob.device.tables, 'default');
  return Object.fromEntries(generation.wishes.map(({ id, range }) => [id, range]));
};

test('what is asked for by nothing but its name is kept within what is compatible; a range is kept as it was said', async () => {
  await publishes(base, '1.2.0');
  await publishes(app, '1.0.0');

  await installs(base);
  await installs(app, { range: parseRange('>=1 <3') });
  await installs(base, { version: parseVersion('1.2.0') });

  expect(await wishes()).toEqual({ [base]: '^1.2.0', [app]: '>=1 <3' });
});

test('an update takes the newest within what was asked for, of everything or of one module alone', async () => {
  for (const id of [app, base]) await publishes(id, '1.0.0');
  for (const id of [app, base]) await installs(id);
  for (const id of [app, base]) for (const version of ['1.1.0', '2.0.0']) await publishes(id, version);

  await changes({ kind: 'update', ids: [app] });
  expect(await versions()).toEqual({ [app]: '1.1.0', [base]: '1.0.0' });
  await changes({ kind: 'update' });
  expect(await versions()).toEqual({ [app]: '1.1.0', [base]: '1.1.0' });
});

test('an update that finds nothing newer makes no state', async () => {
  await publishes(app, '1.0.0');
  await installs(app);

  expect(await changes({ kind: 'update' })).toMatchObject({ state: 'installed' });

  expect(await setStates(bob.device.tables, 'default')).toHaveLength(1);
});

test('one goes back to any earlier state without a network, and forth again', async () => {
  await publishes(base, '1.0.0');
  await publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await installs(app);
  await publishes(app, '2.0.0');
  await installs(app);
  expect(await versions()).toEqual({ [app]: '2.0.0' });
  const offline = async (): Promise<never> => {
    throw new GenError('Network', 'unreachable');
  };
  bob = { ...bob, device: withRelay(bob.device, { readBlob: offline }) };

  expect(await changes({ kind: 'back', to: 1 })).toMatchObject({ state: 'installed' });
  expect(await versions()).toEqual({ [app]: '1.0.0', [base]: '1.0.0' });
  expect(await wishes()).toEqual({ [app]: '^1.0.0' });
  expect(await changes({ kind: 'back', to: 2 })).toMatchObject({ state: 'installed' });
  expect(await versions()).toEqual({ [app]: '2.0.0' });

  const states = await setStates(bob.device.tables, 'default');
  expect(states.map(({ number, deed, count, isCurrent }) => [number, deed.kind, count, isCurrent])).toEqual([
    [4, 'back', 1, true],
    [3, 'back', 2, false],
    [2, 'update', 1, false],
    [1, 'install', 2, false],
  ]);
  expect(states[2]?.lines).toMatchObject([
    { id: app, from: '1.0.0', to: '2.0.0', kind: 'breaking' },
    { id: base, from: '1.0.0', kind: 'removed' },
  ]);
});

test('a state that is not kept is not gone back to', async () => {
  await publishes(app, '1.0.0');
  await installs(app);

  expect(await changes({ kind: 'back', to: 7 })).toMatchObject({
    state: 'failed',
    error: { code: 'NotFound', reason: 'generation' },
  });
});

test('an uninstall takes along what only it needed, and can be undone', async () => {
  await publishes(base, '1.0.0');
  await publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await installs(app);

  expect(await uninstall(bob.device, app)).toEqual({ gone: [base, app], state: 2 });
  expect(await versions()).toEqual({});
  await changes({ kind: 'back', to: 1 });
  expect(await versions()).toEqual({ [app]: '1.0.0', [base]: '1.0.0' });
});

test('binaries of former states stay until these are forgotten', async () => {
  await publishes(app, '1.0.0');
  await installs(app);
  await publishes(app, '1.1.0');
  await installs(app);
  expect(await bob.device.tables.keys('blobs')).toHaveLength(2);

  await forgetStates(bob.device, 'default');

  expect(await bob.device.tables.keys('blobs')).toHaveLength(1);
  expect(await setStates(bob.device.tables, 'default')).toMatchObject([{ number: 2, isWhole: true }]);
});

test('of more states than twenty the oldest lose their binaries, not what they were', async () => {
  await publishes(base, '1.0.0');
  for (let number = 0; number <= 22; number += 1) {
    await publishes(app, `1.0.${number}`);
    await installs(app);
  }

  const states = await setStates(bob.device.tables, 'default');
  expect(states.map(({ isWhole }) => isWhole)).toEqual([
    ...Array.from({ length: 21 }, () => true),
    false,
    false,
  ]);
  expect(await changes({ kind: 'back', to: 1 })).toMatchObject({ state: 'installed' });
  expect(await versions()).toEqual({ [app]: '1.0.0' });
});

test('each set is resolved by itself: two of them have two versions of one module', async () => {
  for (const version of ['1.0.0', '2.0.0']) await publishes(base, version);
  await publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await publishes(viewer, '1.0.0', { [base]: '^2.0.0' });
  await installs(app);
  expect(await installs(viewer)).toMatchObject({ state: 'failed', error: { reason: 'no-solution' } });

  await chooseSet(bob.device, 'viewing');
  expect(await installs(viewer)).toMatchObject({ state: 'installed' });

  expect(await versions('viewing')).toEqual({ [viewer]: '1.0.0', [base]: '2.0.0' });
  expect(await versions('default')).toEqual({ [app]: '1.0.0', [base]: '1.0.0' });
  expect(await listSets(bob.device.tables)).toMatchObject([
    { name: 'default', isActive: false, count: 2 },
    { name: 'viewing', isActive: true, count: 2 },
  ]);
});

test('a job goes into the set that was active when it was asked for', async () => {
  await publishes(app, '1.0.0');
  const { id } = await requestInstall(bob.device, app);
  await chooseSet(bob.device, 'other');
  await bob.drains();

  expect(await rowOf(id)).toMatchObject({ state: 'installed' });
  expect([await versions('default'), await versions('other')]).toEqual([{ [app]: '1.0.0' }, {}]);
});

test('a set that is in use is not removed, another one goes with what only it held', async () => {
  await publishes(app, '1.0.0');
  await publishes(base, '1.0.0');
  await installs(base);
  await chooseSet(bob.device, 'spare');
  await installs(app);
  await expect(removeSet(bob.device, 'spare')).rejects.toMatchObject({ reason: 'active-set' });
  await chooseSet(bob.device, 'default');
  await expect(removeSet(bob.device, 'nobody')).rejects.toMatchObject({ reason: 'set' });

  await removeSet(bob.device, 'spare');

  expect(await listSets(bob.device.tables)).toMatchObject([{ name: 'default', count: 1 }]);
  expect(await bob.device.tables.keys('blobs')).toHaveLength(1);
  expect(await activeSet(bob.device.tables)).toBe('default');
});

test.each(['', 'Two words', '-a', 'a-', 'a'.repeat(41), '../x'])('%j is no name of a set', async (name) => {
  await expect(chooseSet(bob.device, name)).rejects.toMatchObject({
    code: 'InvalidInput',
    reason: 'set-name',
  });
});

test('a clash is told with what each needs and what could be changed, and nothing is touched', async () => {
  for (const version of ['1.0.0', '2.0.0']) await publishes(base, version);
  await publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await publishes(viewer, '1.0.0', { [base]: '^1.0.0' });
  await publishes(viewer, '2.0.0', { [base]: '^2.0.0' });
  await installs(app);

  const { error } = await installs(viewer);

  expect(error).toMatchObject({ code: 'VersionConflict', reason: 'no-solution' });
  expect(String(error?.data['because'])).toContain(`${viewer} ^2.0.0, which needs ${base} ^2.0.0`);
  expect(error?.data['ways']).toEqual([`allow ${viewer} 1.0.0`, `drop ${app}`]);
  expect(await versions()).toEqual({ [app]: '1.0.0', [base]: '1.0.0' });

  expect(await installs(viewer, { version: parseVersion('1.0.0') })).toMatchObject({ state: 'installed' });
});

test('a device that does not explain says that it clashes, and leaves why to who shows it', async () => {
  for (const version of ['1.0.0', '2.0.0']) await publishes(base, version);
  await publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await publishes(viewer, '2.0.0', { [base]: '^2.0.0' });
  await installs(app);
  const set = await setNamed(bob.device.tables, 'default');

  const silent = { ...bob.device, explain: undefined };
  await expect(planView(silent, set, { kind: 'install', module: viewer })).rejects.toMatchObject({
    code: 'VersionConflict',
    reason: 'no-solution',
    data: { id: viewer, because: [], ways: [] },
  });
});

test('the way out that does without another module is one change, and it is asked for by name', async () => {
  for (const version of ['1.0.0', '2.0.0']) await publishes(base, version);
  await publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await publishes(viewer, '2.0.0', { [base]: '^2.0.0' });
  await installs(app);

  expect(await installs(viewer, { drop: [app] })).toMatchObject({ state: 'installed' });

  expect(await versions()).toEqual({ [viewer]: '2.0.0', [base]: '2.0.0' });
});

test('a plan says what comes, what changes, what goes, and what has to be fetched, before anything is done', async () => {
  await publishes(base, '1.0.0');
  await publishes(app, '1.0.0', { [base]: '*' });
  await installs(app);
  await publishes(base, '2.0.0');
  await publishes(viewer, '1.0.0', { [base]: '^2.0.0' });
  const set = await setNamed(bob.device.tables, 'default');

  const plan = await planView(bob.device, set, { kind: 'install', module: viewer });

  expect(plan.lines).toMatchObject([
    { id: base, from: '1.0.0', to: '2.0.0', kind: 'breaking', neededBy: [app, viewer] },
    { id: viewer, to: '1.0.0', kind: 'added', neededBy: [] },
  ]);
  expect(plan.download).toBe(tinyWasm(`${base}@2.0.0`).length + tinyWasm(`${viewer}@1.0.0`).length);
  expect(plan.question?.losses).toMatchObject([{ id: base, from: '1.0.0', to: '2.0.0' }]);
  expect(await versions()).toEqual({ [app]: '1.0.0', [base]: '1.0.0' });
  expect(await bob.device.tables.all('jobs')).toHaveLength(1);
});

test('a plan without a network says of nothing that it asks for nothing', async () => {
  await publishes(app, '1.0.0');
  await installs(app);
  await publishes(app, '1.1.0');
  await installs(app);
  const set = await setNamed(bob.device.tables, 'default');
  const away = async (): Promise<never> => {
    throw new GenError('Network', 'unreachable');
  };
  const offline = { ...bob.device, records: { membersOf: away } };
  const back = { kind: 'set', change: { kind: 'back', to: 1 } } as const;

  expect((await planView(offline, set, back)).lines.map(({ abilities }) => abilities)).toEqual([undefined]);
  expect((await planView(bob.device, set, back)).lines.map(({ abilities }) => abilities)).toEqual([[]]);
});

test('what a change does to a module that nobody named waits for a yes, and a yes given before counts', async () => {
  await publishes(base, '1.0.0');
  await publishes(app, '1.0.0', { [base]: '*' });
  await installs(app);
  await publishes(base, '2.0.0');
  await publishes(viewer, '1.0.0', { [base]: '^2.0.0' });

  const asking = await installs(viewer);
  expect(asking).toMatchObject({ state: 'asking', setQuestion: { losses: [{ id: base }] } });
  expect(await versions()).toEqual({ [app]: '1.0.0', [base]: '1.0.0' });

  const agreed = asking.kind === 'install' ? asking.setQuestion?.mark : undefined;
  expect(await installs(viewer, { agreed })).toMatchObject({ state: 'installed' });
  expect(await versions()).toEqual({ [app]: '1.0.0', [base]: '2.0.0', [viewer]: '1.0.0' });
});

test('modules that need each other are refused by their path, and taken where that is allowed', async () => {
  await publishes(base, '1.0.0');
  await publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await publishes(base, '1.1.0', { [app]: '^1.0.0' });

  expect(await installs(app)).toMatchObject({
    state: 'failed',
    error: { code: 'DependencyCycle', data: { path: [app, base, app] } },
  });
  await setCyclePolicy(bob.device, 'allow');
  expect(await installs(app)).toMatchObject({ state: 'installed' });
  expect(await versions()).toEqual({ [app]: '1.0.0', [base]: '1.1.0' });
});

test('a lockfile brings another device to the very same releases, yanked since or not', async () => {
  await publishes(base, '1.0.0');
  await publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await installs(app);
  const { wishes: wanted, releases } = readLockfile(await lockfileOf(bob.device, 'default'));
  await publishes(base, '1.1.0');
  bob = await person(world.relay.address);

  const change = { kind: 'lockfile', wishes: wanted, pins: releases, frozen: true } as const;
  expect(await changes(change)).toMatchObject({ state: 'installed' });

  expect(await versions()).toEqual({ [app]: '1.0.0', [base]: '1.0.0' });
  expect(await wishes()).toEqual({ [app]: '^1.0.0' });
});

test('a lockfile with another hash than the registry is refused, and a frozen one that lacks something too', async () => {
  await publishes(base, '1.0.0');
  await publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await installs(app);
  const { wishes: wanted, releases } = readLockfile(await lockfileOf(bob.device, 'default'));
  bob = await person(world.relay.address);
  const lock = (pins: typeof releases, frozen: boolean) =>
    changes({ kind: 'lockfile', wishes: wanted, pins, frozen });
  const [first, ...others] = releases;
  if (first === undefined) throw new Error('nothing locked');

  const forged = { ...first, sha256: others[0]?.sha256 ?? first.sha256 };
  expect(await lock([forged, ...others], false)).toMatchObject({
    state: 'failed',
    error: { code: 'HashMismatch', reason: 'lockfile', data: { id: base } },
  });
  expect(await lock(others, true)).toMatchObject({
    state: 'failed',
    error: { code: 'VersionConflict', reason: 'frozen', data: { modules: [`${base} 1.0.0`] } },
  });
  expect(await versions()).toEqual({});
  expect(await lock(others, false)).toMatchObject({ state: 'installed' });
});

test('only what somebody asked for is updated by itself, and no more once it is gone', async () => {
  await publishes(base, '1.0.0');
  await publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await installs(app);
  await expect(setAuto(bob.device, 'default', base, true)).rejects.toMatchObject({ code: 'NotFound' });
  await setAuto(bob.device, 'default', app, true);
  expect((await setNamed(bob.device.tables, 'default')).auto).toEqual([app]);

  await uninstall(bob.device, app);
  expect((await setNamed(bob.device.tables, 'default')).auto).toEqual([]);
});

test('a plan counts a binary once that two modules share', async () => {
  const shared = tinyWasm('shared');
  await alice.publishes({ id: base, version: '1.0.0' }, shared);
  await alice.publishes({ id: app, version: '1.0.0', dependencies: [{ id: base, range: '*' }] }, shared);
  const set = await setNamed(bob.device.tables, 'default');

  const plan = await planView(bob.device, set, { kind: 'install', module: app });

  expect(plan.lines).toHaveLength(2);
  expect(plan.download).toBe(shared.length);
});

test('a lockfile of another registry is refused as that', async () => {
  await publishes(app, '1.0.0');
  await installs(app);
  const lockfile = readLockfile(await lockfileOf(bob.device, 'default'));
  const locked = {
    kind: 'lockfile',
    wishes: lockfile.wishes,
    pins: lockfile.releases,
    frozen: true,
  } as const;

  expect(await changes({ ...locked, namespace: lockfile.namespace })).toMatchObject({ state: 'installed' });
  expect(await changes({ ...locked, namespace: '0'.repeat(64) })).toMatchObject({
    state: 'failed',
    error: { code: 'InvalidInput', reason: 'lockfile-namespace', data: { namespace: '0'.repeat(64) } },
  });
});
