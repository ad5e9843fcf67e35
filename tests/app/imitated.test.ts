import { Repo } from '@automerge/automerge-repo/slim';
import { beforeEach, expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { wallClock, type Device } from '../../src/app/device.ts';
import { imitated } from '../../src/app/engine/imitated.ts';
import { createSession, type Session } from '../../src/app/engine/session.ts';
import { parseModuleId, type ModuleId } from '../../src/core/ids.ts';
import { FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import type { ModuleView } from '../../src/core/view/module-view.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { keeperOf } from '../support/keeper.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { signerNamed, START, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { NO_RELAY } from '../support/offline.ts';

const original = parseModuleId('io.example.codec');
const twin = parseModuleId('io.example.c0dec');

let world: TestNamespace;
let alice: Signer;
let mallory: Signer;
let device: Device;
let session: Session;
let announced: string[];

beforeEach(async () => {
  world = await testNamespace();
  [alice, mallory] = [await signerNamed('alice'), await signerNamed('mallory')];
  announced = [];
  device = {
    namespace: world.namespace,
    tables: memoryTables(),
    relay: NO_RELAY,
    identity: keeperOf(alice),
    records: { membersOf: async () => [] },
    locks: memoryLocks(),
    clock: wallClock,
    announce: (topics) => void announced.push(...topics),
  };
  await automergeReady();
  const storage = memoryStorage();
  session = createSession({
    over: { repo: new Repo({ storage }), storage },
    pin: { namespace: world.namespace, relay: world.root.did },
    epoch: FIRST_EPOCH,
    isOnline: () => true,
    announce: () => undefined,
    cards: { level: async () => undefined, met: () => undefined },
    onMet: () => undefined,
    onSynced: () => undefined,
    onQuarantine: () => undefined,
  });
});

/** @returns the module as its document, which this device has, tells it. */
async function granted(by: Signer, id: ModuleId, at: number): Promise<ModuleView> {
  const { members } = await world.grants(by, id, at);
  await session.replica.add(moduleDocument(id), members);
  const view = moduleView(recordSet(members), id, world.namespace, device.clock());
  if (view === undefined) throw new Error('a granted name has a view');
  return view;
}

const cardOf = (id: ModuleId, owner: Signer) => ({ id, name: id, owner: owner.did });
const idsOf = async (view: ModuleView) => {
  const modules = () => [cardOf(original, alice), cardOf(twin, mallory)];
  return (await imitated(device, session, { modules, check: async () => false }, view, [])).map(
    ({ id }) => id,
  );
};

test('the later of two look-alikes is said to imitate the earlier one, and never the other way round', async () => {
  const first = await granted(alice, original, START);
  const later = await granted(mallory, twin, START + 1000);

  expect(await idsOf(later)).toEqual([original]);
  expect(await idsOf(first)).toEqual([]);
});

test('whoever owns both imitates nobody', async () => {
  await granted(alice, original, START);
  const both = await granted(alice, twin, START + 1000);

  expect(await idsOf(both)).toEqual([]);
});

test('whose grant is not on this device accuses nobody until it has come', async () => {
  const first = await granted(alice, original, START);
  const { members } = await world.grants(mallory, twin, START - 1000);

  expect(await idsOf(first)).toEqual([]);
  const opened = await session.peek(moduleDocument(twin));
  await session.replica.add(moduleDocument(twin), members);
  session.answered(opened, true);

  await expect.poll(() => announced).toContain(`module/${original}`);
  expect(await idsOf(first)).toEqual([twin]);
});
