import { Repo } from '@automerge/automerge-repo/slim';
import { expect, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { wallClock, type Device } from '../../src/app/device.ts';
import { toHex } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import { createReplica } from '../../src/replica/replica.ts';
import { testEngine } from '../support/engine.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { Publisher, signerNamed, START, testNamespace } from '../support/namespace.ts';
import { keeperOf } from '../support/keeper.ts';
import { NO_RELAY } from '../support/offline.ts';

const codec = parseModuleId('io.example.codec');
const everything = { text: '', tags: [], sort: 'recent', offset: 0, limit: 10 } as const;
const gone = async (): Promise<never> => {
  throw new GenError('Network', 'unreachable');
};

test("opening a module hides a stranger's card of it, tells the lists, and lets the owner's show", async () => {
  await automergeReady();
  const world = await testNamespace();
  const [alice, mallory] = [await signerNamed('alice'), await signerNamed('mallory')];
  const { capability, members } = await world.grants(alice, codec);
  const owner = new Publisher(world.namespace, codec, alice, capability);
  const stranger = new Publisher(world.namespace, codec, mallory, capability, START + 1000);
  const release = await owner.releases('1.0.0');
  const cards = [await owner.cards('1.0.0', 'Honest'), await stranger.cards('9.9.9', 'Forged')];

  const storage = memoryStorage();
  const replica = createReplica({ repo: new Repo({ storage }), storage }, world.namespace, FIRST_EPOCH, gone);
  await replica.add(moduleDocument(codec), [...members, release]);
  await replica.add(catalogDocument(codec, FIRST_EPOCH), cards);
  await replica.repo.flush();

  const tables = memoryTables();
  const pin = { namespace: toHex(world.namespace), relay: world.root.did };
  await tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
  const device: Device = {
    namespace: world.namespace,
    tables,
    relay: NO_RELAY,
    identity: keeperOf(alice),
    records: { membersOf: gone },
    locks: memoryLocks(),
    clock: wallClock,
    announce: () => undefined,
  };
  const { engine, announced } = await testEngine(device, {
    openRepo: async () => ({ repo: new Repo({ storage }), storage }),
  });
  const names = async () => (await engine.search(everything)).cards.map(({ name }) => name);
  expect(await names()).toEqual(['Forged']);
  announced.length = 0;

  await engine.module(codec);

  expect(announced).toContain('catalogue');
  expect(await names()).toEqual(['Honest']);
});
