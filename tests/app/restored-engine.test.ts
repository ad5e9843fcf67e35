import { Repo, type StorageAdapterInterface } from '@automerge/automerge-repo/slim';
import { beforeEach, expect, test, vi } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { createCatalogue } from '../../src/app/catalogue.ts';
import { wallClock, type Device } from '../../src/app/device.ts';
import { createCatalogueStore } from '../../src/app/engine/catalogue-store.ts';
import type { Engine, EngineOptions } from '../../src/app/engine/engine.ts';
import { toHex } from '../../src/core/bytes.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { FIRST_EPOCH, type DocumentPath } from '../../src/core/record/document.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import type { SearchQuery } from '../../src/ports/search.ts';
import { createReplica } from '../../src/replica/replica.ts';
import { shardOfId, signedCard } from '../support/cards.ts';
import { testEngine } from '../support/engine.ts';
import { keeperOf } from '../support/keeper.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { signerNamed, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { NO_RELAY } from '../support/offline.ts';

const [codec, parser] = ['io.example.codec', 'io.example.parser'] as const;
const everything: SearchQuery = { text: '', tags: [], sort: 'name', offset: 0, limit: 10 };
/** Documents that never open. */
const blocked: Partial<EngineOptions> = { openRepo: () => new Promise(() => undefined) };

let world: TestNamespace;
let device: Device;
let cards: Readonly<Record<typeof codec | typeof parser, GenRecord>>;

beforeEach(async () => {
  await automergeReady();
  world = await testNamespace();
  cards = {
    [codec]: await signedCard(codec, { n: 'Codec', d: 'Encodes.', v: '1.2.0' }),
    [parser]: await signedCard(parser, { n: 'Parser' }),
  };
  const tables = memoryTables();
  const pin = { namespace: toHex(world.namespace), relay: world.root.did };
  await tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
  device = {
    namespace: world.namespace,
    tables,
    relay: NO_RELAY,
    identity: keeperOf(await signerNamed('alice')),
    records: { membersOf: async () => [] },
    locks: memoryLocks(),
    clock: wallClock,
    announce: () => undefined,
  };
});

/** What an engine before this one stored of the catalogue. */
async function stores(
  ids: readonly (keyof typeof cards)[],
  { namespace = world.namespace, shards = FIRST_EPOCH.shards } = {},
): Promise<void> {
  const catalogue = createCatalogue();
  const store = createCatalogueStore(device.tables, catalogue, wallClock, () => undefined);
  store.begin(namespace);
  for (const id of ids) catalogue.addShard(shardOfId(id), [cards[id]], { checked: true }, wallClock());
  for (let shard = 0; shard < shards; shard += 1)
    catalogue.levelled(`catalog/${shard}` as DocumentPath, ['heads']);
  await store.flush();
}

/** Documents of the catalogue as a device keeps them. */
async function documents(ids: readonly (keyof typeof cards)[]): Promise<StorageAdapterInterface> {
  const storage = memoryStorage();
  const quarantined = (): never => {
    throw new Error('unreadable');
  };
  const over = { repo: new Repo({ storage }), storage };
  const replica = createReplica(over, world.namespace, FIRST_EPOCH, quarantined);
  for (const id of ids) await replica.add(shardOfId(id), [cards[id]]);
  await replica.repo.flush();
  return storage;
}

const over = (storage: StorageAdapterInterface): Partial<EngineOptions> => ({
  openRepo: async () => ({ repo: new Repo({ storage }), storage }),
});

const names = async (engine: Engine, change: Partial<SearchQuery> = {}): Promise<string[]> =>
  (await engine.search({ ...everything, ...change })).cards.map(({ name }) => name);

test('a stored catalogue is searched before any document is open', async () => {
  await stores([codec, parser]);
  const { engine } = await testEngine(device, blocked);

  expect(await names(engine)).toEqual(['Codec', 'Parser']);
  expect(await names(engine, { text: 'encodes' })).toEqual(['Codec']);
  expect(await engine.cards([parseModuleId(parser)])).toMatchObject([{ name: 'Parser', checked: true }]);
  expect(await engine.catalogueState()).toMatchObject({
    size: 2,
    checked: 2,
    refused: 0,
    indexInterval: 60,
  });
});

test('what is installed here is marked at once, with its update', async () => {
  await stores([codec, parser]);
  const release = { id: codec, name: 'Codec', version: '1.1.0', dependencies: [] };
  const generation = { wishes: [{ id: codec, range: '^1.1.0' }], releases: [release] };
  await device.tables.write([{ table: 'sets', put: { name: 'default', generation } as never }]);
  const { engine } = await testEngine(device, blocked);

  const { cards: found } = await engine.search({ ...everything, only: 'updates' });

  expect(found).toMatchObject([{ id: codec, installed: '1.1.0', update: true }]);
});

test('documents are opened once the answer that waited for the catalogue has been drawn', async () => {
  await stores([codec]);
  const openRepo = vi.fn<EngineOptions['openRepo']>(() => new Promise(() => undefined));
  const { engine } = await testEngine(device, { openRepo });

  expect(await names(engine)).toEqual(['Codec']);
  expect(openRepo).not.toHaveBeenCalled();
  await expect.poll(() => openRepo.mock.calls.length).toBe(1);
});

test('what the documents hold beyond what was stored is found a moment later', async () => {
  await stores([codec]);
  const { engine } = await testEngine(device, over(await documents([codec, parser])));

  await expect.poll(() => names(engine)).toEqual(['Codec', 'Parser']);
});

test('documents that vanished take nothing away that was stored', async () => {
  await stores([codec, parser]);
  const { engine } = await testEngine(device, over(memoryStorage()));
  // Waits for the documents.
  await engine.activity();

  expect(await names(engine)).toEqual(['Codec', 'Parser']);
});

test('while some shards have no row yet, the first answer waits for the documents', async () => {
  await stores([], { shards: 5 });
  const { engine } = await testEngine(device, over(await documents([codec, parser])));

  expect(await names(engine)).toEqual(['Codec', 'Parser']);
});

test('where nothing was stored, the documents answer', async () => {
  const { engine } = await testEngine(device, over(await documents([codec, parser])));

  expect(await names(engine)).toEqual(['Codec', 'Parser']);
});

test('what was stored of another registry is never shown', async () => {
  await stores([codec], { namespace: (await testNamespace('another root')).namespace });
  const { engine } = await testEngine(device, over(await documents([parser])));

  expect(await names(engine)).toEqual(['Parser']);
});

test('what this person hides is hidden from the first answer after a restart on', async () => {
  await stores([codec, parser]);
  const first = await testEngine(device, over(memoryStorage()));
  await first.engine.hide({ id: parseModuleId(codec), hidden: true, reason: 'Not for me.' });
  await expect.poll(() => names(first.engine)).toEqual(['Parser']);

  const { engine } = await testEngine(device, blocked);

  expect(await engine.search(everything)).toMatchObject({ total: 1, hidden: 1 });
  expect(await names(engine, { showHidden: true })).toEqual(['Codec', 'Parser']);
});

test('what this person shows again is shown from the first answer after a restart on, seen in a list before or not', async () => {
  await stores([codec, parser]);
  const first = await testEngine(device, over(memoryStorage()));
  await first.engine.hide({ id: parseModuleId(codec), hidden: true, reason: 'Not for me.' });
  const second = await testEngine(device, over(memoryStorage()));
  await second.engine.hide({ id: parseModuleId(codec), hidden: false, reason: '' });

  const { engine } = await testEngine(device, blocked);

  expect(await engine.search(everything)).toMatchObject({ total: 2, hidden: 0 });
});

test('searches and the index interval are kept over a restart', async () => {
  await stores([codec]);
  const first = await testEngine(device, blocked);
  await first.engine.saveSearch({ name: 'Codecs', address: 'q=codec' });
  await first.engine.setIndexInterval(5);
  expect(first.announced).toContain('searches');

  const { engine } = await testEngine(device, blocked);

  expect(await engine.savedSearches()).toMatchObject([{ name: 'Codecs', address: 'q=codec' }]);
  expect(await engine.catalogueState()).toMatchObject({ indexInterval: 5 });
});

test('modules that could stand in for another are listed with their cards', async () => {
  const e = ['encode(i32,i32)->i32'];
  cards = {
    [codec]: await signedCard(codec, { n: 'Codec', e }),
    [parser]: await signedCard(parser, { n: 'Parser', e: [...e, 'parse(i32)->i32'] }),
  };
  await stores([codec, parser]);
  const { engine } = await testEngine(device, blocked);

  expect(await engine.replacements(parseModuleId(codec))).toMatchObject([{ name: 'Parser' }]);
  expect(await engine.replacements(parseModuleId(parser))).toEqual([]);
});

test.each<[string, () => Promise<StorageAdapterInterface>]>([
  ['no document is there', async () => memoryStorage()],
  ['the authority is not there', () => documents([parser])],
])('what was hidden the day before stays hidden and stored where %s', async (_, stored) => {
  await stores([codec, parser]);
  await device.tables.write([{ table: 'settings', put: { key: 'hidden-modules', value: [codec] } }]);
  const { engine } = await testEngine(device, over(await stored()));
  // Waits for the documents.
  await engine.activity();

  expect(await names(engine)).toEqual(['Parser']);
  expect((await device.tables.get('settings', 'hidden-modules'))?.value).toEqual([codec]);
});
