import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCatalogue, type Catalogue } from '../../src/app/catalogue.ts';
import { createCardIntake, type CardIntakeControl } from '../../src/app/engine/card-intake.ts';
import { parseMicros, parseModuleId, type Micros } from '../../src/core/ids.ts';
import type { DocumentPath } from '../../src/core/record/document.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { signedCard } from '../support/cards.ts';
import { START } from '../support/namespace.ts';

const shard = 'catalog/0' as DocumentPath;
const NOW = parseMicros(START + 60_000_000);
const none = () => [];

let now: Micros;
let catalogue: Catalogue;
let intake: CardIntakeControl;
let updates: number;
let cards: GenRecord[];
let faults: unknown[];

beforeEach(async () => {
  cards = await Promise.all(['a', 'b', 'c', 'd'].map((name) => signedCard(`io.example.${name}`)));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  now = NOW;
  catalogue = createCatalogue();
  [updates, faults] = [0, []];
  intake = createCardIntake(
    catalogue,
    () => now,
    () => (updates += 1),
    (fault) => faults.push(fault),
  );
  intake.setInterval(60);
});

afterEach(() => {
  vi.useRealTimers();
  expect(faults).toEqual([]);
});

const card = (number: number): GenRecord => cards[number] as GenRecord;
/** Lets what is on its way come in, without the clock. */
const settled = () => intake.level('catalog/63' as DocumentPath, [], none, { checked: true });
const meet = (number: number, heads: string) => intake.met(shard, [heads], [card(number)]);

test('after a sync the first card of others is found at once, those after it once the interval is over, in one pass', async () => {
  await intake.synced();
  meet(0, 'h1');
  await settled();
  expect([catalogue.size, updates]).toEqual([1, 1]);

  meet(1, 'h2');
  meet(2, 'h3');
  vi.advanceTimersByTime(59_000);
  await settled();
  expect([catalogue.size, updates]).toEqual([1, 1]);

  vi.advanceTimersByTime(1000);
  await settled();
  expect([catalogue.size, updates]).toEqual([3, 2]);
});

test('after a quiet interval the next card is found at once again', async () => {
  await intake.synced();
  meet(0, 'h1');
  await settled();
  vi.advanceTimersByTime(60_000);

  meet(1, 'h2');
  await settled();

  expect([catalogue.size, updates]).toEqual([2, 2]);
});

test("one's own card waits for no interval", async () => {
  await intake.synced();
  meet(0, 'h1');
  await settled();

  catalogue.add([card(1)], now);

  expect(catalogue.size).toBe(2);
});

test('an interval of nothing shows everything as it comes, and takes effect at once', async () => {
  await intake.synced();
  meet(0, 'h1');
  await settled();
  meet(1, 'h2');

  intake.setInterval(0);
  await settled();
  expect(catalogue.size).toBe(2);
});

test('a device that is catching up is not held back by the interval', async () => {
  meet(0, 'h1');
  await settled();
  meet(1, 'h2');
  vi.advanceTimersByTime(250);
  await settled();
  expect(catalogue.size).toBe(2);

  meet(2, 'h3');
  await intake.synced();
  expect(catalogue.size).toBe(3);
});

test('after the link was lost there is something to catch up with again', async () => {
  await intake.synced();
  intake.linkLost();
  meet(0, 'h1');
  await settled();
  meet(1, 'h2');
  vi.advanceTimersByTime(250);
  await settled();

  expect(catalogue.size).toBe(2);
});

test('a relay that never says that this is all is held back by the interval after a minute, also on a new link', async () => {
  meet(0, 'h1');
  await settled();
  now = parseMicros(NOW + 60_000_000);
  vi.advanceTimersByTime(250);
  meet(1, 'h2');
  await settled();
  expect(catalogue.size).toBe(2);

  intake.linkLost();
  meet(2, 'h3');
  vi.advanceTimersByTime(59_000);
  await settled();
  expect(catalogue.size).toBe(2);
  vi.advanceTimersByTime(1000);
  await settled();
  expect(catalogue.size).toBe(3);
});

test('a card whose stored bytes were spoilt comes back from the document at the next start, whatever came meanwhile', async () => {
  const before = createCatalogue();
  before.addShard(shard, [card(0)], { checked: true }, now);
  before.levelled(shard, ['h1']);
  const row = before.stored(shard);
  row.cards.bytes.fill(0, -1);
  catalogue.restore(shard, row, ['h1'], now);
  await intake.level(shard, ['h1'], () => [card(0)], { checked: false });
  await intake.synced();
  expect(catalogue.card(parseModuleId('io.example.a'))).toBeUndefined();
  meet(1, 'h2');
  await settled();
  expect(catalogue.shardHeads(shard)).toEqual([]);

  await intake.level(shard, ['h2'], () => [card(0), card(1)], { checked: false });
  expect([...catalogue.modules()].map(({ id }) => id).sort()).toEqual(['io.example.a', 'io.example.b']);
  expect(catalogue.shardHeads(shard)).toEqual(['h2']);
});

test('a shard with the heads that it was levelled with is not looked at', async () => {
  const entries = vi.fn(() => [card(0)]);
  await intake.level(shard, ['h1'], entries, { checked: true });
  await intake.level(shard, ['h1'], entries, { checked: true });
  expect(entries).toHaveBeenCalledTimes(1);

  await intake.level(shard, ['h2'], entries, { checked: true });
  expect(entries).toHaveBeenCalledTimes(2);
  expect(catalogue.shardHeads(shard)).toEqual(['h2']);
});

test('heads are noted only when all that they stand for is here', async () => {
  await intake.synced();
  await intake.level(shard, ['h0'], none, { checked: true });
  meet(0, 'h1');
  await settled();
  meet(1, 'h2');
  await settled();
  expect(catalogue.shardHeads(shard)).toEqual(['h1']);

  vi.advanceTimersByTime(60_000);
  await settled();
  expect(catalogue.shardHeads(shard)).toEqual(['h2']);
});

test('what comes for a shard that was never levelled makes it level with nothing', async () => {
  meet(0, 'h1');
  await settled();
  expect([catalogue.size, catalogue.shardHeads(shard)]).toEqual([1, undefined]);
});

test('a levelling that fails is told to whoever asked for it, and stands in the way of nothing', async () => {
  const broken = (): never => {
    throw new Error('unreadable');
  };
  await expect(intake.level(shard, ['h1'], broken, { checked: true })).rejects.toThrow('unreadable');
  meet(0, 'h2');
  await settled();

  expect([catalogue.size, catalogue.shardHeads(shard)]).toEqual([1, undefined]);
});

test('what is no card is passed over', async () => {
  const spoilt = { id: card(0).id, bytes: card(1).bytes };
  await intake.level(shard, ['h1'], () => [spoilt, card(2)], { checked: true });

  expect([...catalogue.modules()].map(({ id }) => id)).toEqual(['io.example.c']);
});

test('what was ahead of a document is found until the document says otherwise', async () => {
  await intake.ahead(shard, [card(0), card(1), card(2)]);
  expect(catalogue.size).toBe(3);
  meet(2, 'h2');
  await intake.level(shard, ['h1'], () => [card(0)], { checked: false });
  expect([0, 1, 2].map((number) => catalogue.has(card(number).id))).toEqual([true, false, true]);
});

test('nothing is ahead of a document that is here', async () => {
  await intake.level(shard, ['h1'], () => [card(0)], { checked: false });
  await intake.ahead(shard, [card(0), card(1)]);
  expect([catalogue.size, catalogue.has(card(1).id)]).toEqual([1, false]);
});

test('a card of this device stays its own, whatever a file said of it', async () => {
  catalogue.add([card(0)], now);
  await intake.ahead(shard, [card(0), card(1)]);
  catalogue.add([card(1)], now);
  await intake.level(shard, ['h1'], none, { checked: false });
  expect(catalogue.size).toBe(2);
  expect([catalogue.remove([card(0).id, card(1).id]), catalogue.size]).toEqual([true, 0]);
});
