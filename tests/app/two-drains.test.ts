import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Device } from '../../src/app/device.ts';
import { drain } from '../../src/app/drain.ts';
import { finishWith } from '../../src/app/finish-install.ts';
import { rate } from '../../src/app/rate.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { testEngine } from '../support/engine.ts';
import { person, stores, withRelay, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
let world: TestRelay;
let bob: Person;
/** What was done at the relay, in its order. */
let effects: string[];

beforeEach(async () => {
  world = await startTestRelay();
  const alice = await person(world.relay.address);
  bob = await person(world.relay.address);
  await alice.publishes({ id: codec, version: '1.0.0' });
  effects = [];
});
afterEach(() => world.close());

/** The same tables and locks as seen by another tab or worker, which counts what it does at the relay. */
function process(who: string): Device {
  const { relay } = bob.device;
  return withRelay(bob.device, {
    async readBlob(sha256, options, take) {
      effects.push('blob');
      return relay.readBlob(sha256, options, take);
    },
    async putBlob(...put) {
      effects.push('put');
      return relay.putBlob(...put);
    },
    async post(...posted) {
      effects.push(`post ${who}`);
      return relay.post(...posted);
    },
  });
}

const finish = finishWith((bytes) => WebAssembly.compile(bytes));
const signal = (): AbortSignal => AbortSignal.timeout(20_000);
const stateOf = async (id: string) => (await bob.device.tables.get('jobs', id))?.state;

test('two that drain at once, and one again after them, do each job once', async () => {
  const install = await requestInstall(bob.device, codec);
  const rating = await rate(bob.device, { id: codec, stars: 4, review: '' });
  const publish = await stores(bob.device, { id: 'io.example.mine', version: '1.0.0' });

  await Promise.all([
    drain(process('page'), { due: 'all', finish, signal: signal() }),
    drain(process('worker'), { due: 'all', finish: undefined, signal: signal() }),
  ]);
  await drain(process('page'), { due: 'all', finish, signal: signal() });

  expect(await Promise.all([install, rating, publish].map(({ id }) => stateOf(id)))).toEqual([
    'installed',
    'receipted',
    'receipted',
  ]);
  expect(effects.filter((one) => one === 'blob')).toHaveLength(1);
  // The binary; the readme is like Alice's.
  expect(effects.filter((one) => one === 'put')).toHaveLength(1);
  // The rating; the claim of the name, the release, and what goes with it.
  expect(effects.filter((one) => one.startsWith('post'))).toHaveLength(4);
});

test('an engine that opens while the worker drains shows how far it is, and installs what the worker fetched', async () => {
  const { id } = await requestInstall(bob.device, codec);
  const reached = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const worker = withRelay(bob.device, {
    async readBlob(sha256, options, take) {
      effects.push('blob');
      reached.resolve();
      await goOn.promise;
      return bob.device.relay.readBlob(sha256, options, take);
    },
  });
  const draining = drain(worker, { due: 'all', finish: undefined, signal: signal() });
  await reached.promise;

  const { engine, faults } = await testEngine(process('page'));
  expect(await engine.activity()).toMatchObject([{ job: id, state: 'downloading', place: 1 }]);
  goOn.resolve();
  await draining;
  await expect.poll(() => stateOf(id), { timeout: 20_000 }).toBe('installed');

  expect(effects).toEqual(['blob']);
  expect(faults).toEqual([]);
});

test('what the worker had no time for is gone on with by the next who drains', async () => {
  const { id } = await requestInstall(bob.device, codec);
  const limit = new AbortController();
  const worker = withRelay(bob.device, {
    async readBlob(sha256, options, take) {
      limit.abort();
      return bob.device.relay.readBlob(sha256, options, take);
    },
  });
  await drain(worker, { due: 'all', finish: undefined, signal: limit.signal });
  expect(await stateOf(id)).toBe('downloading');

  await drain(process('page'), { due: 'due', finish, signal: signal() });
  expect(await stateOf(id)).toBe('installed');
});

test('what was to be tried again by a clock that was put back since is tried now', async () => {
  const { id } = await rate(bob.device, { id: codec, stars: 4, review: '' });
  const { tables } = bob.device;
  const job = await tables.get('jobs', id);
  if (job === undefined) throw new Error('no job');
  const retryAt = (bob.device.clock() + 365 * 86_400_000_000) as typeof job.createdAt;
  await tables.write([{ table: 'jobs', put: { ...job, attempts: 9, retryAt } }]);

  await drain(process('page'), { due: 'due', finish, signal: signal() });
  expect(await stateOf(id)).toBe('receipted');
});

test('without Background Sync what waits for a far attempt is tried at once when the link is up', async () => {
  const { id } = await rate(bob.device, { id: codec, stars: 4, review: '' });
  const { tables } = bob.device;
  const job = await tables.get('jobs', id);
  if (job === undefined) throw new Error('no job');
  const far = (bob.device.clock() + 300_000_000) as typeof job.createdAt;
  await tables.write([{ table: 'jobs', put: { ...job, attempts: 9, retryAt: far } }]);
  const { connectivity, engine } = await testEngine(process('page'));
  expect(await engine.activity()).toMatchObject([{ state: 'signed', attempts: 9, retryAt: far }]);
  connectivity.link('online');

  await expect.poll(() => stateOf(id)).toBe('receipted');
});
