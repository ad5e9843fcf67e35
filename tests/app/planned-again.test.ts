import { afterEach, beforeEach, expect, test } from 'vitest';
import { agreeToInstall } from '../../src/app/agree-install.ts';
import { drain } from '../../src/app/drain.ts';
import { finishWith } from '../../src/app/finish-install.ts';
import { requestInstall } from '../../src/app/install.ts';
import { uninstall } from '../../src/app/uninstall.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId, type Micros } from '../../src/core/ids.ts';
import type { InstallJob } from '../../src/ports/tables.ts';
import { importingWasm } from '../support/importing-wasm.ts';
import { drainsAll, person, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
const other = parseModuleId('io.example.other');
const [CLOCK, RANDOM] = ['wasi_snapshot_preview1.clock_time_get', 'wasi_snapshot_preview1.random_get'];
let world: TestRelay;
let alice: Person;
let bob: Person;

beforeEach(async () => {
  world = await startTestRelay();
  [alice, bob] = [await person(world.relay.address), await person(world.relay.address)];
});
afterEach(() => world.close());

const publishes = (version: string, ...imports: string[]) =>
  alice.publishes({ id: codec, version }, importingWasm(...imports));

async function rowOf({ id }: Pick<InstallJob, 'id'>): Promise<InstallJob> {
  const row = await bob.device.tables.get('jobs', id);
  if (row?.kind !== 'install') throw new Error('no install');
  return row;
}

/** Asks for it, and goes on with what is open. @returns the job as it stands then. */
async function installs(id = codec): Promise<InstallJob> {
  const job = await requestInstall(bob.device, id);
  await bob.drains();
  return rowOf(job);
}

const installed = async () => (await bob.device.tables.get('installations', codec))?.version;
const agrees = ({ id, questions = [] }: InstallJob) =>
  agreeToInstall(
    bob.device,
    id,
    questions.map(({ mark }) => mark),
  );

test('of two agreed updates that cannot stand together the second is refused, and what is installed stays sound', async () => {
  const dep = parseModuleId('io.example.dep');
  const needs = (id: string, version: string, range: string, ...imports: string[]) =>
    alice.publishes({ id, version, dependencies: [{ id: dep, range }] }, importingWasm(...imports));
  for (const version of ['1.0.0', '2.0.0']) await alice.publishes({ id: dep, version });
  for (const id of [codec, other]) {
    await needs(id, '1.0.0', '*', CLOCK);
    await installs(id);
  }
  await needs(codec, '1.1.0', '^1.0.0', CLOCK, RANDOM);
  await needs(other, '1.1.0', '^2.0.0', CLOCK, RANDOM);
  const jobs = [await installs(), await installs(other)];
  for (const job of jobs) await agrees(job);
  await bob.drains();

  const [first, second] = await Promise.all(jobs.map(rowOf));
  expect(first).toMatchObject({ state: 'installed' });
  expect(second).toMatchObject({ state: 'failed', error: { code: 'VersionConflict' } });
  const rows = await bob.device.tables.all('installations');
  expect(Object.fromEntries(rows.map(({ id, version }) => [id, version]))).toEqual({
    [dep]: '1.0.0',
    [codec]: '1.1.0',
    [other]: '1.0.0',
  });
});

test('what a worker without an engine fetched is planned again when something else was installed meanwhile, in the same round', async () => {
  for (const id of [codec, other]) await alice.publishes({ id, version: '1.0.0' });
  const jobs = [await requestInstall(bob.device, codec), await requestInstall(bob.device, other)];
  await drain(bob.device, { due: 'all', finish: undefined, signal: AbortSignal.timeout(20_000) });
  const fetched = await Promise.all(jobs.map(rowOf));
  expect(fetched.map(({ state }) => state)).toEqual(['fetched', 'fetched']);
  await bob.drains();

  const done = await Promise.all(jobs.map(rowOf));
  expect(done.map(({ state }) => state)).toEqual(['installed', 'installed']);
  expect(done[0]?.plannedOver).toBe(fetched[0]?.plannedOver);
  expect(done[1]?.plannedOver).not.toBe(fetched[1]?.plannedOver);
});

test('what is uninstalled while a plan is judged makes the plan again', async () => {
  await alice.publishes({ id: other, version: '1.0.0' });
  await installs(other);
  await alice.publishes({ id: codec, version: '1.0.0', dependencies: [{ id: other, range: '*' }] });
  const { id } = await requestInstall(bob.device, codec);
  let compiles = 0;
  const finish = finishWith(async (bytes) => {
    compiles += 1;
    if (compiles === 1) await uninstall(bob.device, other);
    return WebAssembly.compile(bytes);
  });
  await drain(bob.device, { due: 'all', finish, signal: AbortSignal.timeout(20_000) });

  expect(await rowOf({ id })).toMatchObject({ state: 'installed' });
  const rows = await bob.device.tables.all('installations');
  // What is needed is back, and no more wanted for itself.
  expect(rows.map((row) => [row.id, row.wanted])).toEqual([
    [other, false],
    [codec, true],
  ]);
});

test('a yes counts at once, however often it was tried before', async () => {
  await publishes('1.0.0', CLOCK);
  await installs();
  await publishes('1.1.0', CLOCK, RANDOM);
  const { id } = await requestInstall(bob.device, codec);
  const down = async () => Promise.reject(new GenError('Network', 'offline'));
  await drainsAll({ ...bob.device, records: { ...bob.device.records, membersOf: down } });
  expect(await rowOf({ id })).toMatchObject({ state: 'queued', attempts: 1 });
  await bob.drains();
  const asking = await rowOf({ id });
  expect(asking).toMatchObject({ state: 'asking', attempts: 0, retryAt: undefined });

  await bob.device.tables.write([
    { table: 'jobs', put: { ...asking, attempts: 6, retryAt: (bob.device.clock() + 3e8) as Micros } },
  ]);
  expect(await agrees(asking)).toMatchObject({ attempts: 0, retryAt: undefined });
  const finish = finishWith((bytes) => WebAssembly.compile(bytes));
  await drain(bob.device, { due: 'due', finish, signal: AbortSignal.timeout(20_000) });
  expect(await installed()).toBe('1.1.0');
});
