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
import { memoryStorage } from '../support/memory-storage.ts';
import { NO_RELAY } from '../support/offline.ts';
import { signerNamed, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { keeperOf } from '../support/keeper.ts';

const codec = parseModuleId('io.example.codec');
let world: TestNamespace;
let alice: Signer;
let bob: Signer;
let members: readonly Member[];

beforeEach(async () => {
  await automergeReady();
  world = await testNamespace();
  [alice, bob] = [await signerNamed('alice'), await signerNamed('bob')];
  ({ members } = await world.grants(alice, codec));
});

/** The engine of somebody who has the module's document, where no network is. */
async function engineOf(signer: Signer): Promise<TestEngine> {
  const storage = memoryStorage();
  const over = { repo: new Repo({ storage }), storage };
  const replica = createReplica(over, world.namespace, FIRST_EPOCH, () => undefined);
  await replica.add(moduleDocument(codec), members);
  await replica.add(AUTHORITY, members.slice(0, 1));
  await replica.repo.flush();
  const tables = memoryTables();
  const pin = { namespace: toHex(world.namespace), relay: world.root.did };
  await tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
  const refuse = (): Promise<never> => Promise.reject(new Error('not in this test'));
  const device = {
    namespace: world.namespace,
    tables,
    relay: NO_RELAY,
    identity: keeperOf(signer),
    records: { membersOf: refuse },
    locks: memoryLocks(),
    clock: wallClock,
    announce: () => undefined,
  };
  return testEngine(device, { openRepo: async () => ({ repo: new Repo({ storage }), storage }) });
}

test('letting somebody publish is a job that shows at once, on the page of the module too', async () => {
  const { engine, announced } = await engineOf(alice);

  const { job, delegation } = await engine.letPublish({ id: codec, to: bob.did });

  expect(await engine.activity()).toMatchObject([
    { job, kind: 'permit', module: codec, state: 'signed', permit: { to: bob.did, ends: false } },
  ]);
  expect(announced).toEqual(expect.arrayContaining(['activity', `module/${codec}`]));
  expect(await engine.module(codec)).toMatchObject({
    module: { publishers: [{ did: bob.did, delegation }] },
  });
});

test('a call that is made again with its job makes no second one and answers the same', async () => {
  const { engine } = await engineOf(alice);
  const request = { id: codec, to: bob.did };

  const first = await engine.letPublish(request, 'let');
  const again = await engine.letPublish(request, 'let');
  const { delegation } = first;
  await engine.withdrawPublisher({ id: codec, delegation, reason: '' }, 'end');
  await engine.withdrawPublisher({ id: codec, delegation, reason: '' }, 'end');

  expect(again).toEqual(first);
  expect((await engine.activity()).map(({ job, permit }) => [job, permit?.ends]).sort()).toEqual([
    ['end', true],
    ['let', false],
  ]);
});

test('what was not sent can be taken back, and its permission is listed no more', async () => {
  const { engine } = await engineOf(alice);
  const { job } = await engine.letPublish({ id: codec, to: bob.did });

  await engine.cancel(job);

  expect(await engine.module(codec)).toMatchObject({ module: { publishers: [] } });
});

test('a permission that was taken in is held, told of, and lets its receiver publish', async () => {
  const { link, delegation } = await (await engineOf(alice)).engine.letPublish({ id: codec, to: bob.did });
  const { engine, announced } = await engineOf(bob);
  expect(await engine.nameState(codec)).toBe('taken');
  announced.length = 0;

  const held = await engine.acceptPermission(link);

  expect(announced).toEqual(expect.arrayContaining(['identity', `module/${codec}`]));
  expect(held).toMatchObject({ id: delegation, scope: codec, ended: undefined });
  expect(await engine.permissions()).toEqual([held]);
  expect(await engine.nameState(codec)).toBe('yours');
  announced.length = 0;
  await engine.forgetPermission(delegation);
  expect(announced).toContain('identity');
  expect(await engine.nameState(codec)).toBe('taken');
});
