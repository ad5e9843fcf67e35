import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedRows } from '../../src/app/installed-set.ts';
import { agreeToInstall } from '../../src/app/agree-install.ts';
import { drain } from '../../src/app/drain.ts';
import { finishWith } from '../../src/app/finish-install.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { uninstall } from '../../src/app/uninstall.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId, type Micros } from '../../src/core/ids.ts';
import type { InstallJob } from '../../src/ports/tables.ts';
import { importingWasm } from '../support/importing-wasm.ts';
import { codec, CLOCK, installPair, other, RANDOM, type InstallPair } from '../support/install-pair.ts';
import { drainsAll } from '../support/person.ts';

let pair: InstallPair;

beforeEach(async () => {
  pair = await installPair();
});
afterEach(() => pair.close());

const agrees = ({ id, questions = [], setQuestion }: InstallJob) =>
  agreeToInstall(
    pair.bob.device,
    id,
    [...questions, ...(setQuestion === undefined ? [] : [setQuestion])].map(({ mark }) => mark),
  );

test('of two agreed updates that cannot stand together the second is refused, and what is installed stays sound', async () => {
  const dep = parseModuleId('io.example.dep');
  const needs = (id: string, version: string, range: string, ...imports: string[]) =>
    pair.alice.publishes({ id, version, dependencies: [{ id: dep, range }] }, importingWasm(...imports));
  for (const version of ['1.0.0', '2.0.0']) await pair.alice.publishes({ id: dep, version });
  for (const id of [codec, other]) {
    await needs(id, '1.0.0', '*', CLOCK);
    await pair.installs({ id });
  }
  await needs(codec, '1.1.0', '^1.0.0', CLOCK, RANDOM);
  await needs(other, '1.1.0', '^2.0.0', CLOCK, RANDOM);
  const jobs = [await pair.installs(), await pair.installs({ id: other })];
  // The newest of what both need was there, and has to give way.
  expect(jobs[0]?.setQuestion?.losses).toMatchObject([{ id: dep, from: '2.0.0', to: '1.0.0' }]);
  for (const job of jobs) await agrees(job);
  await pair.bob.drains();

  const [first, second] = await Promise.all(jobs.map(pair.rowOf));
  expect(first).toMatchObject({ state: 'installed' });
  expect(second).toMatchObject({ state: 'failed', error: { code: 'VersionConflict' } });
  const rows = await installedRows(pair.bob.device.tables);
  expect(Object.fromEntries(rows.map(({ id, version }) => [id, version]))).toEqual({
    [dep]: '1.0.0',
    [codec]: '1.1.0',
    [other]: '1.0.0',
  });
});

test('what a worker without an engine fetched is planned again when something else was installed meanwhile, in the same round', async () => {
  for (const id of [codec, other]) await pair.alice.publishes({ id, version: '1.0.0' });
  const jobs = [await requestInstall(pair.bob.device, codec), await requestInstall(pair.bob.device, other)];
  await drain(pair.bob.device, { due: 'all', finish: undefined, signal: AbortSignal.timeout(20_000) });
  const fetched = await Promise.all(jobs.map(pair.rowOf));
  expect(fetched.map(({ state }) => state)).toEqual(['fetched', 'fetched']);
  await pair.bob.drains();

  const done = await Promise.all(jobs.map(pair.rowOf));
  expect(done.map(({ state }) => state)).toEqual(['installed', 'installed']);
  // Which of two that were asked for in the same millisecond comes first is not said.
  const again = done.filter(({ plannedOver }, place) => plannedOver !== fetched[place]?.plannedOver);
  expect(again).toHaveLength(1);
});

test('what is uninstalled while a plan is judged makes the plan again', async () => {
  await pair.alice.publishes({ id: other, version: '1.0.0' });
  await pair.installs({ id: other });
  await pair.alice.publishes({ id: codec, version: '1.0.0', dependencies: [{ id: other, range: '*' }] });
  const { id } = await requestInstall(pair.bob.device, codec);
  let compiles = 0;
  const finish = finishWith(async (bytes) => {
    compiles += 1;
    if (compiles === 1) await uninstall(pair.bob.device, other);
    return WebAssembly.compile(bytes);
  });
  await drain(pair.bob.device, { due: 'all', finish, signal: AbortSignal.timeout(20_000) });

  expect(await pair.rowOf({ id })).toMatchObject({ state: 'installed' });
  const rows = await installedRows(pair.bob.device.tables);
  // What is needed is back, and no more wanted for itself.
  expect(rows.map((row) => [row.id, row.wanted])).toEqual([
    [other, false],
    [codec, true],
  ]);
});

test('a yes counts at once, however often it was tried before', async () => {
  await pair.publishes('1.0.0', CLOCK);
  await pair.installs();
  await pair.publishes('1.1.0', CLOCK, RANDOM);
  const { id } = await requestInstall(pair.bob.device, codec);
  const down = async () => Promise.reject(new GenError('Network', 'offline'));
  await drainsAll({ ...pair.bob.device, records: { ...pair.bob.device.records, membersOf: down } });
  expect(await pair.rowOf({ id })).toMatchObject({ state: 'queued', attempts: 1 });
  await pair.bob.drains();
  const asking = await pair.rowOf({ id });
  expect(asking).toMatchObject({ state: 'asking', attempts: 0, retryAt: undefined });

  await pair.bob.device.tables.write([
    { table: 'jobs', put: { ...asking, attempts: 6, retryAt: (pair.bob.device.clock() + 3e8) as Micros } },
  ]);
  expect(await agrees(asking)).toMatchObject({ attempts: 0, retryAt: undefined });
  const finish = finishWith((bytes) => WebAssembly.compile(bytes));
  await drain(pair.bob.device, { due: 'due', finish, signal: AbortSignal.timeout(20_000) });
  expect(await pair.installed()).toBe('1.1.0');
});
