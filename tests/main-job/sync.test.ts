import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import { readCard } from '../../src/core/view/fold-cards.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { wallClock } from '../../src/app/device.ts';
import { liveDevice, type LiveDevice } from '../support/live-device.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { person, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
let world: TestRelay;
let alice: Person;
let bob: Person;
const open: LiveDevice[] = [];

beforeEach(async () => {
  world = await startTestRelay();
  alice = await person(world.relay.address);
  bob = await person(world.relay.address);
});
afterEach(async () => {
  for (const device of open.splice(0)) await device.close();
  await world.close();
});

async function connected(who: Person, storage = memoryStorage()): Promise<LiveDevice> {
  const device = await liveDevice(who, world.relay.address, storage);
  open.push(device);
  return device;
}

test('a device that follows a shard sees a card as soon as it is published', async () => {
  const device = await connected(bob);
  const shard = await device.replica.open(catalogDocument(codec, FIRST_EPOCH));
  await device.synced(shard.address.path);
  const seen = new Promise((resolve) => {
    shard.onAdded((added) =>
      resolve(added.map((member) => (member.member === 'record' ? readCard(member)?.name : undefined))),
    );
  });

  await alice.publishes({ id: codec, version: '1.0.0' });

  expect(await seen).toEqual(['Codec']);
});

test('who asked for a module before it existed gets it when it does', async () => {
  const device = await connected(bob);
  const document = await device.replica.open(moduleDocument(codec));
  await device.synced(document.address.path);
  const arrived = new Promise<void>((resolve) => document.onAdded(() => resolve()));

  await alice.publishes({ id: codec, version: '1.0.0' });
  await arrived;
  await expect
    .poll(
      () =>
        moduleView(recordSet(document.members.values()), codec, device.replica.namespace, wallClock())
          ?.latest,
    )
    .toBe('1.0.0');
});

test('a stored document is there again after a restart, and goes on syncing', async () => {
  const storage = memoryStorage();
  await alice.publishes({ id: codec, version: '1.0.0' });
  const before = await connected(bob, storage);
  const document = await before.replica.open(moduleDocument(codec));
  await expect.poll(() => document.members.size).toBeGreaterThan(10);
  await before.replica.repo.flush([document.documentId]);
  await before.close();

  const after = await connected(bob, storage);
  const again = await after.replica.open(moduleDocument(codec));
  expect(again.members.size).toBe(document.members.size);
  await after.synced(again.address.path);
  const size = again.members.size;
  await alice.publishes({ id: codec, version: '1.1.0' });

  await expect.poll(() => again.members.size).toBeGreaterThan(size);
});
