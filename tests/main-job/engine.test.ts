import { Repo } from '@automerge/automerge-repo/slim';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Device } from '../../src/app/device.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { testEngine } from '../support/engine.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { draftOf, person, tinyWasm, withRelay, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { keeperOf } from '../support/keeper.ts';

const codec = parseModuleId('io.example.codec');
const everything = { text: '', tags: [], sort: 'recent', offset: 0, limit: 10 } as const;
const binary = (label: string): Blob => new Blob([tinyWasm(label)]);
let world: TestRelay;
let alice: Person;

beforeEach(async () => {
  world = await startTestRelay();
  alice = await person(world.relay.address);
});
afterEach(() => world.close());

/** A relay that grants names and then goes away before it takes a release. */
function silentForReleases(device: Device): Device {
  return withRelay(device, {
    hasBlob: async () => {
      throw new GenError('Network', 'unreachable');
    },
  });
}

test('a publish under way is listed, and no more once it is cancelled', async () => {
  const { engine } = await testEngine(silentForReleases(alice.device));
  const job = await engine.publish(draftOf({ id: codec, version: '1.0.0' }), binary('a'));
  const listed = async () =>
    (await engine.search(everything)).cards.map(({ version, pending }) => [version, pending]);
  await expect.poll(listed).toEqual([['1.0.0', true]]);

  await engine.cancel(job);

  expect(await listed()).toEqual([]);
  expect(await engine.module(codec)).toBe('unknown');
});

test('a call that is made again with its job makes no second one', async () => {
  const { engine } = await testEngine(silentForReleases(alice.device));
  const draft = draftOf({ id: codec, version: '1.0.0' });
  for (let call = 0; call < 2; call += 1) {
    expect(await engine.publish(draft, binary('a'), 'asked')).toBe('asked');
  }
  expect((await engine.activity()).map(({ job }) => job)).toEqual(['asked']);
});

test('a start that fails says so and is tried again', async () => {
  let attempts = 0;
  const { engine, connectivity } = await testEngine(alice.device, {
    async openRepo() {
      attempts += 1;
      if (attempts === 1) throw new GenError('Storage', 'blocked');
      const storage = memoryStorage();
      return { repo: new Repo({ storage }), storage };
    },
  });
  await expect.poll(() => connectivity.state().problem).toMatchObject({ reason: 'blocked' });
  expect((await engine.search(everything)).total).toBe(0);
  expect(attempts).toBe(2);
});

test('the link that comes up before the session is there starts the work', async () => {
  const opened = Promise.withResolvers<void>();
  const { engine, connectivity } = await testEngine(alice.device, {
    async openRepo() {
      await opened.promise;
      const storage = memoryStorage();
      return { repo: new Repo({ storage }), storage };
    },
  });
  const waiting = { id: 'waiting', kind: 'install', module: codec, state: 'queued' } as const;
  const now = alice.device.clock();
  const later = (now + 3_600_000_000) as typeof now;
  const times = { createdAt: now, updatedAt: now, attempts: 3, retryAt: later };
  await alice.device.tables.write([{ table: 'jobs', put: { ...waiting, ...times } }]);
  connectivity.link('online');
  opened.resolve();

  await expect.poll(async () => (await engine.activity())[0]?.state).toBe('resolving');
});

test('no other identity while something signed by this one is on its way', async () => {
  const { engine } = await testEngine(silentForReleases(alice.device));
  await engine.publish(draftOf({ id: codec, version: '1.0.0' }), binary('a'));
  await expect(engine.restore('backup', 'passphrase')).rejects.toMatchObject({
    code: 'InvalidState',
    reason: 'jobs-open',
    data: { jobs: 1 },
  });
});

test('after another identity is restored the link proves that one', async () => {
  const bob = await person(world.relay.address);
  let current: Person = alice;
  const identity = keeperOf(alice.signer, {
    signer: () => current.device.identity.signer(),
    main: () => current.device.identity.main(),
    facts: () => current.device.identity.facts(),
    async restore() {
      current = bob;
      return bob.device.identity.facts();
    },
  });
  const proved: string[] = [];
  const { engine } = await testEngine(
    { ...alice.device, identity },
    {
      async openRepo() {
        proved.push((await identity.signer()).did);
        const storage = memoryStorage();
        return { repo: new Repo({ storage }), storage };
      },
    },
  );
  await engine.search(everything);

  await engine.restore('backup', 'passphrase');
  await engine.search(everything);

  expect(proved).toEqual([alice.signer.did, bob.signer.did]);
});
