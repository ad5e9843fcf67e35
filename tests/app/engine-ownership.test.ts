import { Repo } from '@automerge/automerge-repo/slim';
import { beforeEach, expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { wallClock } from '../../src/app/device.ts';
import { toHex } from '../../src/core/bytes.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { AUTHORITY, FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import type { Member } from '../../src/core/record/member.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { createReplica } from '../../src/replica/replica.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';
import { keeperOf } from '../support/keeper.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { signerNamed, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { NO_RELAY } from '../support/offline.ts';

const codec = parseModuleId('io.example.codec');
let world: TestNamespace;
let alice: Signer;
let paul: Signer;
let members: readonly Member[];

beforeEach(async () => {
  await automergeReady();
  world = await testNamespace();
  [alice, paul] = [await signerNamed('alice'), await signerNamed('paul')];
  ({ members } = await world.grants(alice, codec));
});

/** The engine of somebody who has the module's document, where no network is, and who knew this owner of it. */
async function engineOf(signer: Signer, pinned: Signer = alice): Promise<TestEngine> {
  const storage = memoryStorage();
  const replica = createReplica(
    { repo: new Repo({ storage }), storage },
    world.namespace,
    FIRST_EPOCH,
    () => undefined,
  );
  await replica.add(moduleDocument(codec), members);
  await replica.add(AUTHORITY, members.slice(0, 1));
  await replica.repo.flush();
  const tables = memoryTables();
  const namespace = toHex(world.namespace);
  await tables.write([
    { table: 'settings', put: { key: 'pin', value: { namespace, relay: world.root.did } } },
    { table: 'settings', put: { key: `owner/${namespace}/${codec}`, value: pinned.did } },
  ]);
  const device = {
    namespace: world.namespace,
    tables,
    relay: NO_RELAY,
    identity: keeperOf(signer),
    records: { membersOf: () => Promise.reject(new Error('not in this test')) },
    locks: memoryLocks(),
    clock: wallClock,
    announce: () => undefined,
  };
  return testEngine(device, { openRepo: async () => ({ repo: new Repo({ storage }), storage }) });
}

test('an offer is a job that shows at once, on the page of the module too, and so is taking it back', async () => {
  const { engine, announced } = await engineOf(alice);

  const job = await engine.handOver({ id: codec, to: paul.did, reason: 'New key.' }, 'offer');
  expect(await engine.handOver({ id: codec, to: paul.did, reason: 'New key.' }, 'offer')).toBe(job);

  expect(await engine.activity()).toMatchObject([
    { job, kind: 'hand-over', module: codec, state: 'signed', handOver: { to: paul.did, deed: 'offer' } },
  ]);
  expect(announced).toEqual(expect.arrayContaining(['activity', `module/${codec}`]));
  expect(await engine.module(codec)).toMatchObject({
    module: { owner: alice.did, offer: { to: paul.did, reason: 'New key.' } },
  });
  await engine.cancelHandOver({ id: codec });
  expect(await engine.module(codec)).toMatchObject({ module: { offer: undefined } });
});

test('nobody takes over what is not offered to them', async () => {
  const { engine } = await engineOf(paul);
  await expect(engine.takeOver({ id: codec })).rejects.toMatchObject({ code: 'NotFound', reason: 'offer' });
  const owners = await engineOf(alice);
  await expect(owners.engine.takeOver({ id: codec })).rejects.toMatchObject({ reason: 'owned' });
});

test('an owner who changed without a hand-over is trusted by a person’s word, and no more when they undo it', async () => {
  const { engine, announced } = await engineOf(paul, paul);
  expect(await engine.module(codec)).toMatchObject({ pinnedOwner: paul.did, ownerBefore: undefined });

  await engine.trustOwner({ id: codec, owner: alice.did });

  expect(announced).toContain(`module/${codec}`);
  expect(await engine.module(codec)).toMatchObject({ pinnedOwner: undefined, ownerBefore: paul.did });
  await engine.distrustOwner({ id: codec });
  expect(await engine.module(codec)).toMatchObject({ pinnedOwner: paul.did, ownerBefore: undefined });
});
