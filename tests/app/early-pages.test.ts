import { Repo } from '@automerge/automerge-repo/slim';
import { beforeAll, expect, test, vi } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { wallClock, type Device } from '../../src/app/device.ts';
import { createEarlyPages } from '../../src/app/engine/early-pages.ts';
import { toHex } from '../../src/core/bytes.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import type { ModulePage } from '../../src/ports/module-page.ts';
import { createReplica } from '../../src/replica/replica.ts';
import { shardOfId, signedCard } from '../support/cards.ts';
import { testEngine } from '../support/engine.ts';
import { keeperOf } from '../support/keeper.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { signerNamed, START, testNamespace } from '../support/namespace.ts';
import { NO_RELAY } from '../support/offline.ts';

const original = parseModuleId('io.example.codec');
const twin = parseModuleId('io.example.c0dec');

beforeAll(() => automergeReady());

test('the page of a twin warns also while the catalogue comes back from its documents', async () => {
  const world = await testNamespace();
  const tables = memoryTables();
  const pin = { namespace: toHex(world.namespace), relay: world.root.did };
  await tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
  const device: Device = {
    namespace: world.namespace,
    tables,
    relay: NO_RELAY,
    identity: keeperOf(await signerNamed('bob')),
    records: { membersOf: async () => [] },
    locks: memoryLocks(),
    clock: wallClock,
    announce: () => undefined,
  };
  const storage = memoryStorage();
  const quarantined = (): never => {
    throw new Error('unreadable');
  };
  const over = { repo: new Repo({ storage }), storage };
  const replica = createReplica(over, world.namespace, FIRST_EPOCH, quarantined);
  const [alice, mallory] = [await signerNamed('alice'), await signerNamed('mallory')];
  await replica.add(moduleDocument(original), (await world.grants(alice, original, START)).members);
  await replica.add(moduleDocument(twin), (await world.grants(mallory, twin, START + 1000)).members);
  await replica.add(shardOfId(original), [await signedCard(original, { n: 'Codec' })]);
  await replica.add(shardOfId(twin), [await signedCard(twin, { n: 'Twin' }, { by: 'mallory' })]);
  await replica.repo.flush();

  const { engine } = await testEngine(device, {
    openRepo: async () => ({ repo: new Repo({ storage }), storage }),
  });

  expect(((await engine.module(twin)) as ModulePage).imitates).toMatchObject([{ id: original }]);
});

test('a page that was answered before the catalogue was whole is announced when more of it has come', () => {
  const announce = vi.fn<(topics: readonly string[]) => void>();
  const pages = createEarlyPages(announce);
  pages.tell();
  expect(announce).not.toHaveBeenCalled();
  pages.answered(twin);
  pages.tell();
  pages.tell();
  expect(announce.mock.calls).toEqual([[[`module/${twin}`]], [[`module/${twin}`]]]);
});

test('once the catalogue is whole no page is announced for it any more', () => {
  const announce = vi.fn<(topics: readonly string[]) => void>();
  const pages = createEarlyPages(announce);
  pages.answered(twin);
  pages.end();
  expect(announce).toHaveBeenCalledOnce();
  pages.answered(original);
  pages.tell();
  expect(announce).toHaveBeenCalledOnce();
});
