import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedRow } from '../../src/app/installed-set.ts';
import { agreeToInstall } from '../../src/app/agree-install.ts';
import { drain } from '../../src/app/drain.ts';
import { activity, cancelJob, retryJob } from '../../src/app/engine/activity.ts';
import { setImportRules } from '../../src/app/import-rules.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { uninstall } from '../../src/app/uninstall.ts';
import type { ImportRules } from '../../src/core/wasm/import-rules.ts';
import type { InstallQuestion } from '../../src/ports/import-rules.ts';
import type { InstallJob } from '../../src/ports/tables.ts';
import { linesOfQuestions } from '../../src/cli/question-lines.ts';
import { testEngine } from '../support/engine.ts';
import { importingWasm } from '../support/importing-wasm.ts';
import { codec, CLOCK, installPair, other, RANDOM, type InstallPair } from '../support/install-pair.ts';
import { NO_RELAY } from '../support/offline.ts';
import { drainsAll } from '../support/person.ts';
import { COMPONENT_HEADER } from '../wasm/binary.ts';
import { binaryOf } from '../wasm/component-fixtures.ts';

let pair: InstallPair;

beforeEach(async () => {
  pair = await installPair();
});
afterEach(() => pair.close());

const follows = (rules: ImportRules) => setImportRules(pair.bob.device, rules);
const names = (imports: InstallQuestion['added']) => imports.map(({ module, name }) => `${module}.${name}`);
const marks = ({ questions = [] }: InstallJob) => questions.map(({ mark }) => mark);
const agrees = (job: InstallJob) => agreeToInstall(pair.bob.device, job.id, marks(job));

/** 1.0.0 is installed; 1.1.0, which asks for random numbers too, waits. */
async function updates(): Promise<InstallJob> {
  await pair.publishes('1.0.0', CLOCK);
  expect(await pair.installs()).toMatchObject({ state: 'installed' });
  await pair.publishes('1.1.0', CLOCK, RANDOM);
  return pair.installs();
}

test('an update that asks for a new import waits for a yes, and names what is new', async () => {
  const job = await updates();

  expect(job.state).toBe('asking');
  expect(job.questions).toMatchObject([
    { id: codec, version: '1.1.0', installed: '1.0.0', addedCount: 1, removedCount: 0, outsideCount: 0 },
  ]);
  expect(names(job.questions?.[0]?.added ?? [])).toEqual([RANDOM]);
  expect(await pair.installed()).toBe('1.0.0');

  await agrees(job);
  await pair.bob.drains();
  expect(await pair.rowOf(job)).toMatchObject({ state: 'installed', questions: undefined });
  expect(await pair.installed()).toBe('1.1.0');
});

test('an update that asks for no more, or for less, asks nothing', async () => {
  await pair.publishes('1.0.0', CLOCK, RANDOM);
  await pair.installs();
  await pair.publishes('1.1.0', RANDOM, CLOCK);
  expect(await pair.installs()).toMatchObject({ state: 'installed' });
  await pair.publishes('1.2.0', CLOCK);
  expect(await pair.installs()).toMatchObject({ state: 'installed' });
  expect(await pair.installed()).toBe('1.2.0');
});

test('an update is asked about at every level', async () => {
  await follows({ policy: { level: 'anything' }, validation: 'permissive' });
  expect(await updates()).toMatchObject({ state: 'asking', questions: [{ addedCount: 1, outsideCount: 0 }] });
});

test.each([
  ['strict', 'failed', undefined],
  ['standard', 'asking', undefined],
  ['permissive', 'installed', '1.0.0'],
] as const)('what is outside the policy, by the level %s: %s', async (validation, state, there) => {
  await follows({ policy: { level: 'wasi' }, validation });
  await pair.publishes('1.0.0', CLOCK, 'env.log', 'env.exit');
  const job = await pair.installs();

  expect(job.state).toBe(state);
  expect(await pair.installed()).toBe(there);
  if (state === 'asking') expect(names(job.questions?.[0]?.outside ?? [])).toEqual(['env.log', 'env.exit']);
  const data = { id: codec, version: '1.0.0', imports: ['env.log', 'env.exit'], count: 2 };
  if (state === 'failed')
    expect(job.error).toEqual({ code: 'PermissionDenied', reason: 'import-policy', data });
});

test('strict rules take no component, others do', async () => {
  await pair.alice.publishes({ id: codec, version: '1.0.0' }, Uint8Array.from(COMPONENT_HEADER));
  await follows({ policy: { level: 'anything' }, validation: 'strict' });
  const refused = await pair.installs();
  expect(refused.error).toMatchObject({ code: 'PermissionDenied', reason: 'component' });

  await follows({ policy: { level: 'nothing' }, validation: 'standard' });
  await retryJob(pair.bob.device, refused.id);
  await pair.bob.drains();
  expect(await pair.rowOf(refused)).toMatchObject({ state: 'installed' });
});

test('of a component, the interfaces that it imports are asked about', async () => {
  const component = await binaryOf('(component (import "acme:host/log@1.0.0" (instance)))');
  await pair.alice.publishes({ id: codec, version: '1.0.0' }, component);
  const [question] = (await pair.installs()).questions ?? [];
  expect(question?.outside).toMatchObject([{ module: 'acme:host/log@1.0.0', name: '', kind: 'instance' }]);
});

test('a dependency is asked about as the module is, and the yes is to all of it', async () => {
  await pair.alice.publishes({ id: other, version: '1.0.0' }, importingWasm('host.a'));
  const dependencies = [{ id: other, range: '^1.0.0' }];
  await pair.alice.publishes({ id: codec, version: '1.0.0', dependencies }, importingWasm('host.b'));
  const job = await pair.installs();
  expect(job.questions?.map(({ id }) => id)).toEqual([other, codec]);

  const [first = ''] = marks(job);
  await expect(agreeToInstall(pair.bob.device, job.id, [first])).rejects.toMatchObject({
    reason: 'asks-otherwise',
  });
  await agrees(job);
  await pair.bob.drains();
  expect(await pair.rowOf(job)).toMatchObject({ state: 'installed' });
});

test('while it asks, nothing is tried: only an answer goes on with it', async () => {
  const job = await updates();
  await pair.bob.drains();
  await drain(pair.bob.device, { due: 'all', finish: undefined, signal: AbortSignal.timeout(20_000) });
  expect(await pair.rowOf(job)).toEqual(job);
  expect(await requestInstall(pair.bob.device, codec)).toEqual(job);

  const [item] = await activity(pair.bob.device);
  expect(item).toMatchObject({ state: 'asking', canCancel: true, canRetry: false, questions: job.questions });
});

test('a no changes nothing: what was installed still is, and asking again asks again', async () => {
  const job = await updates();
  await cancelJob(pair.bob.device, job.id);
  expect(await pair.rowOf(job)).toMatchObject({ state: 'cancelled', questions: undefined });
  expect(await pair.installed()).toBe('1.0.0');
  await expect(agrees(job)).rejects.toMatchObject({ code: 'InvalidState', reason: 'not-asking' });

  await retryJob(pair.bob.device, job.id);
  await pair.bob.drains();
  expect(await pair.rowOf(job)).toMatchObject({ state: 'asking', questions: job.questions });
});

test('a yes that was kept counts after a kill, and saying it again does nothing', async () => {
  const job = await updates();
  await agrees(job);
  const kept = await pair.rowOf(job);
  expect(await agrees(job)).toEqual(kept);

  await pair.bob.drains();
  expect(await pair.installed()).toBe('1.1.0');
  const done = await pair.rowOf(job);
  expect(await agrees(job)).toEqual(done);
});

test('a yes is to these bytes: when the plan has to be made again, another release asks again', async () => {
  const job = await updates();
  await pair.publishes('1.2.0', CLOCK, RANDOM, 'wasi_snapshot_preview1.fd_write');
  await pair.alice.publishes({ id: other, version: '1.0.0' });
  await pair.installs({ id: other, version: '1.0.0' });
  await agrees(job);
  await pair.bob.drains();

  expect(await pair.rowOf(job)).toMatchObject({
    state: 'asking',
    questions: [{ version: '1.2.0', installed: '1.0.0', addedCount: 2 }],
  });
  await expect(agrees(job)).rejects.toMatchObject({ reason: 'asks-otherwise' });
});

test('when the plan comes out the same, the yes still counts', async () => {
  const job = await updates();
  await pair.alice.publishes({ id: other, version: '1.0.0' });
  await pair.installs({ id: other, version: '1.0.0' });
  await agrees(job);
  await pair.bob.drains();
  expect(await pair.installed()).toBe('1.1.0');
});

test('another version may be asked for in place of what waits', async () => {
  const job = await updates();
  expect(await pair.installs({ version: '1.0.0' })).toMatchObject({
    id: job.id,
    state: 'installed',
    version: '1.0.0',
  });
});

test('without the installed binary all imports count as new', async () => {
  await pair.publishes('1.0.0', CLOCK, RANDOM);
  await pair.installs();
  const row = await installedRow(pair.bob.device.tables, codec);
  await pair.bob.device.tables.write([{ table: 'blobs', remove: row?.sha256 ?? '' }]);
  await pair.publishes('1.1.0', CLOCK);
  expect(await pair.installs()).toMatchObject({ state: 'asking', questions: [{ addedCount: 1 }] });
});

test('what uninstalling leaves of a module is nothing to compare with', async () => {
  await pair.publishes('1.0.0', CLOCK);
  await pair.installs();
  await uninstall(pair.bob.device, codec);
  await pair.publishes('1.1.0', CLOCK, RANDOM);
  expect(await pair.installs()).toMatchObject({ state: 'installed' });
});

test('a question names at most 50 of each, cut to 200 characters, and says how many there are', async () => {
  const many = Array.from({ length: 70 }, (_, index) => `${'m'.repeat(300)}.${index}`);
  await pair.publishes('1.0.0', ...many);
  const [question] = (await pair.installs()).questions ?? [];
  expect(question?.outside).toHaveLength(50);
  expect(question?.outside[0]?.module).toHaveLength(200);
  expect(question).toMatchObject({ outsideCount: 70, addedCount: 0, installed: undefined });
});

test('what an update can do is told over all it asks for, and comes first in the names, however much stands before it', async () => {
  const glue = Array.from({ length: 60 }, (_, index) => `./codec_bg.js.f${index}`);
  const [OPEN, ACCEPT] = ['wasi_snapshot_preview1.path_open', 'wasi_snapshot_preview1.sock_accept'];
  await pair.publishes('1.0.0', './codec_bg.js.first');
  await pair.installs();
  await pair.publishes('1.1.0', './codec_bg.js.first', ...glue, OPEN, ACCEPT);
  const [question] = (await pair.installs()).questions ?? [];

  expect(question).toMatchObject({ addedCount: 62, outsideCount: 0, outsideAbilities: [] });
  expect(names(question?.added ?? []).slice(0, 3)).toEqual([ACCEPT, OPEN, './codec_bg.js.f0']);
  expect(question?.addedAbilities.map(({ id, count }) => [id, count])).toEqual([
    ['network-given', 1],
    ['folders-open', 1],
    ['glue-wasm-bindgen', 60],
  ]);
  const lines = linesOfQuestions(question === undefined ? [] : [question]);
  expect(lines).toContain('  uses network connections it is given');
  expect(lines).toContain('    and 52 more');
});

test('an engine that starts later shows the question, and a yes without a network installs', async () => {
  const job = await updates();
  const device = { ...pair.bob.device, relay: NO_RELAY };
  const { engine } = await testEngine(device);
  const second = await testEngine(device);
  expect(await engine.activity()).toMatchObject([
    { job: job.id, state: 'asking', questions: job.questions },
    {},
  ]);

  await Promise.all([engine.agree(job.id, marks(job)), second.engine.agree(job.id, marks(job))]);
  await expect.poll(pair.installed).toBe('1.1.0');
});

test('drains of two tabs at once ask once', async () => {
  await pair.publishes('1.0.0', 'host.a');
  const { id } = await requestInstall(pair.bob.device, codec);
  await Promise.all([drainsAll(pair.bob.device), drainsAll(pair.bob.device)]);
  expect((await pair.bob.device.tables.all('jobs')).map((job) => [job.id, job.state])).toEqual([
    [id, 'asking'],
  ]);
});
