import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { createCatalogue, type Catalogue } from '../../src/app/catalogue.ts';
import { createCatalogueStore, type CatalogueStore } from '../../src/app/engine/catalogue-store.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseMicros } from '../../src/core/ids.ts';
import type { DocumentPath } from '../../src/core/record/document.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import type { ShardRow, Tables } from '../../src/ports/tables.ts';
import { signedCard } from '../support/cards.ts';
import { START, testNamespace, type TestNamespace } from '../support/namespace.ts';

const now = parseMicros(START + 60_000_000);
const path = (number: number) => `catalog/${number}` as DocumentPath;

let world: TestNamespace;
let tables: Tables;
let faults: unknown[];
let cards: GenRecord[];

beforeEach(async () => {
  world = await testNamespace();
  cards = await Promise.all(['a', 'b', 'c'].map((name) => signedCard(`io.example.${name}`)));
  tables = memoryTables();
  faults = [];
});

afterEach(() => vi.useRealTimers());

const card = (number: number): GenRecord => cards[number] as GenRecord;

function device(): { catalogue: Catalogue; store: CatalogueStore } {
  const catalogue = createCatalogue();
  const store = createCatalogueStore(
    tables,
    catalogue,
    () => now,
    (fault) => faults.push(fault),
  );
  return { catalogue, store };
}

/** A device that stored the shard with these cards. */
async function stored(shard: number, which: readonly number[], heads: string): Promise<Catalogue> {
  const { catalogue, store } = device();
  store.begin(world.namespace);
  catalogue.addShard(path(shard), which.map(card), { checked: true }, now);
  catalogue.levelled(path(shard), [heads]);
  await store.flush();
  return catalogue;
}

const rowOf = async (shard: number): Promise<ShardRow> =>
  (await tables.get('shards', path(shard))) as ShardRow;
const ids = (catalogue: Catalogue): string[] => [...catalogue.modules()].map(({ id }) => id).sort();

test('what was stored comes back, with its heads, and its size is known', async () => {
  await stored(0, [0], 'h0');
  await stored(1, [1, 2], 'h1');
  const { catalogue, store } = device();

  await store.restore(world.namespace);

  expect(ids(catalogue)).toEqual(['io.example.a', 'io.example.b', 'io.example.c']);
  expect([catalogue.shardHeads(path(0)), catalogue.shardHeads(path(1))]).toEqual([['h0'], ['h1']]);
  expect(store.size).toBeGreaterThan(card(0).bytes.length * 3);
  expect(faults).toEqual([]);
});

test('a catalogue is whole when every shard has a row that fits', async () => {
  const { catalogue, store } = device();
  store.begin(world.namespace);
  for (let shard = 0; shard < 63; shard += 1) catalogue.levelled(path(shard), ['h']);
  await store.flush();
  expect(await device().store.restore(world.namespace)).toBe(false);

  catalogue.levelled(path(63), ['h']);
  await store.flush();
  expect(await device().store.restore(world.namespace)).toBe(true);
});

test('rows of another registry are not shown, and are written over', async () => {
  const other = await testNamespace('another root');
  await stored(0, [0], 'h0');
  const { catalogue, store } = device();

  expect([await store.restore(other.namespace), catalogue.size]).toEqual([false, 0]);

  catalogue.levelled(path(0), ['their heads']);
  await store.flush();
  expect(await rowOf(0)).toMatchObject({ heads: ['their heads'] });
});

test('a row of another format is not read, but for what is never to be shown again', async () => {
  const before = await stored(0, [0, 1], 'h0');
  before.hide(card(1).id);
  const row = { ...(await rowOf(0)), ...before.stored(path(0)) };
  await tables.write([{ table: 'shards', put: { ...row, format: 99 } }]);
  const { catalogue, store } = device();

  expect([await store.restore(world.namespace), catalogue.shardHeads(path(0))]).toEqual([false, undefined]);
  catalogue.addShard(path(0), [card(0), card(1)], { checked: true }, now);

  expect(ids(catalogue)).toEqual(['io.example.a']);
});

test.each([
  ['cards', { cards: {} }],
  ['heads', { heads: 'h0' }],
  ['path', { path: 'catalog/99' }],
  ['index', { part: undefined }],
])('a row with a spoilt %s is made anew, and the others come back', async (_, spoilt) => {
  await stored(0, [0], 'h0');
  await stored(1, [1], 'h1');
  const row = { ...(await rowOf(0)), ...(spoilt as Partial<ShardRow>) };
  await tables.write([
    { table: 'shards', remove: path(0) },
    { table: 'shards', put: row },
  ]);
  const { catalogue, store } = device();

  await store.restore(world.namespace);
  expect(ids(catalogue)).toEqual(['io.example.b']);

  catalogue.addShard(path(0), [card(0)], { checked: true }, now);
  catalogue.levelled(path(0), ['h0']);
  await store.flush();
  const next = device();
  await next.store.restore(world.namespace);
  expect(ids(next.catalogue)).toEqual(['io.example.a', 'io.example.b']);
});

test('a row that is older than its document says so, and becomes whole with what it lacks', async () => {
  await stored(0, [0], 'old');
  const { catalogue, store } = device();
  await store.restore(world.namespace);
  expect(catalogue.shardHeads(path(0))).toEqual(['old']);

  catalogue.addShard(path(0), [card(0), card(1)], { checked: true }, now);
  catalogue.levelled(path(0), ['new']);
  await store.flush();

  const next = device();
  await next.store.restore(world.namespace);
  expect([ids(next.catalogue), next.catalogue.shardHeads(path(0))]).toEqual([
    ['io.example.a', 'io.example.b'],
    ['new'],
  ]);
});

test('a process that ends between a change and its heads leaves a row that says it may lack something', async () => {
  const { catalogue, store } = device();
  store.begin(world.namespace);
  catalogue.addShard(path(0), [card(0)], { checked: true }, now);
  await store.flush();

  const next = device();
  await next.store.restore(world.namespace);
  expect([ids(next.catalogue), next.catalogue.shardHeads(path(0))]).toEqual([['io.example.a'], []]);
});

test('two that store at once lose nothing for good: the older row is levelled with its document', async () => {
  const [leader, next] = [device(), device()];
  for (const one of [leader, next]) await one.store.restore(world.namespace);
  next.catalogue.addShard(path(0), [card(0), card(1)], { checked: true }, now);
  next.catalogue.levelled(path(0), ['new']);
  await next.store.flush();
  leader.catalogue.addShard(path(0), [card(0)], { checked: true }, now);
  leader.catalogue.levelled(path(0), ['old']);
  await leader.store.flush();

  const last = device();
  await last.store.restore(world.namespace);

  expect([ids(last.catalogue), last.catalogue.shardHeads(path(0))]).toEqual([['io.example.a'], ['old']]);
  last.catalogue.addShard(path(0), [card(0), card(1)], { checked: true }, now);
  expect(ids(last.catalogue)).toEqual(['io.example.a', 'io.example.b']);
});

test('changed shards are stored a moment later, eight at a time', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { catalogue, store } = device();
  store.begin(world.namespace);
  for (let shard = 0; shard < 11; shard += 1) catalogue.levelled(path(shard), ['h']);
  expect(await tables.keys('shards')).toEqual([]);

  const stores = () => vi.waitFor(async () => expect(await tables.keys('shards')).toHaveLength(8));
  vi.advanceTimersByTime(3000);
  await stores();
  await vi.waitFor(async () => {
    vi.advanceTimersByTime(3000);
    expect(await tables.keys('shards')).toHaveLength(11);
  });
});

test('a row that could not be written is written when it can, and that is told once', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { catalogue, store } = device();
  store.begin(world.namespace);
  const full = vi.spyOn(tables, 'write').mockRejectedValueOnce(new GenError('QuotaExceeded', 'storage-full'));
  catalogue.levelled(path(0), ['h']);

  vi.advanceTimersByTime(3000);
  await vi.waitFor(() => expect(faults).toHaveLength(1));
  expect(await tables.keys('shards')).toEqual([]);
  await vi.waitFor(async () => {
    vi.advanceTimersByTime(60_000);
    expect(await tables.keys('shards')).toEqual([path(0)]);
  });
  expect([faults.length, full.mock.calls.length]).toEqual([1, 2]);
});

test('while cards pour in rows wait, but not for ever', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const catalogue = createCatalogue();
  const store = createCatalogueStore(
    tables,
    catalogue,
    () => now,
    (fault) => faults.push(fault),
    () => true,
  );
  store.begin(world.namespace);
  catalogue.levelled(path(0), ['h']);
  vi.advanceTimersByTime(4 * 3000);
  await Promise.resolve();
  expect(await tables.keys('shards')).toEqual([]);
  vi.advanceTimersByTime(3000);
  await vi.waitFor(async () => expect(await tables.keys('shards')).toEqual([path(0)]));
});
