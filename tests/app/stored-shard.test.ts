import { beforeEach, expect, test } from 'vitest';
import { createCatalogue, type Catalogue } from '../../src/app/catalogue.ts';
import type { Beside } from '../../src/app/listed-card.ts';
import type { StoredShard } from '../../src/app/stored-shard.ts';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import type { DocumentPath } from '../../src/core/record/document.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { signedCard } from '../support/cards.ts';
import { START } from '../support/namespace.ts';

const now = parseMicros(START + 60_000_000);
const later = parseMicros(now + 7_200_000_000);
const shard = 'catalog/0' as DocumentPath;
const beside: Beside = { installed: new Map(), hidden: new Set(), isPending: () => false };
const names = (catalogue: Catalogue, text = ''): string[] =>
  catalogue
    .search({ text, tags: [], sort: 'name', offset: 0, limit: 50 }, beside)
    .cards.map(({ name }) => name);

let webp: GenRecord;
let zstd: GenRecord;
let newer: GenRecord;
let ahead: GenRecord;
let catalogue: Catalogue;

beforeEach(async () => {
  webp = await signedCard('io.example.webp', { n: 'WebP', d: 'Decodes pictures.' });
  zstd = await signedCard('io.example.zstd', { n: 'Zstandard' }, { by: 'bob' });
  newer = await signedCard('io.example.webp', { n: 'WebP two', v: '2.0.0' }, { at: START + 5 });
  ahead = await signedCard('io.example.zstd', { n: 'Zstandard ahead' }, { by: 'bob', at: later });
  catalogue = createCatalogue();
  catalogue.addShard(shard, [webp, zstd], { checked: true }, now);
  catalogue.levelled(shard, ['h1']);
});

/** As a store hands it out again. */
function restarted(from: StoredShard, at = now): Catalogue {
  const fresh = createCatalogue();
  fresh.restore(shard, structuredClone(from), ['h1'], at);
  return fresh;
}

test('a stored shard is searched, listed and counted as before, and stands for the same heads', () => {
  const back = restarted(catalogue.stored(shard));

  expect(names(back)).toEqual(['WebP', 'Zstandard']);
  expect(names(back, 'pictures')).toEqual(['WebP']);
  expect([...back.modules()]).toEqual([...catalogue.modules()]);
  expect(back.card(parseModuleId('io.example.webp'))?.record.id).toBe(webp.id);
  expect([back.size, back.checked, back.shardHeads(shard)]).toEqual([2, 2, ['h1']]);
});

test('what a stored shard has is not put twice, and what came since is', () => {
  const back = restarted(catalogue.stored(shard));

  expect(back.addShard(shard, [webp, zstd], { checked: true }, now)).toBe(false);
  expect(back.addShard(shard, [newer], { checked: true }, now)).toBe(true);
  expect(names(back)).toEqual(['WebP two', 'Zstandard']);
});

test('what is refused stays refused after a restart, and the card before it shows', () => {
  catalogue.addShard(shard, [newer], { checked: false }, now);
  catalogue.hide(newer.id);

  const back = restarted(catalogue.stored(shard));

  expect(names(back)).toEqual(['WebP', 'Zstandard']);
  expect(back.refused).toBe(1);
  expect(back.addShard(shard, [newer], { checked: true }, now)).toBe(false);
});

test('a card ahead of the clock is stored too and shows when its time has come', () => {
  catalogue.addShard(shard, [ahead], { checked: true }, now);
  const stored = catalogue.stored(shard);

  expect(names(restarted(stored))).toEqual(['WebP', 'Zstandard']);
  expect(names(restarted(stored, later))).toEqual(['WebP', 'Zstandard ahead']);
  const back = restarted(stored);
  expect([back.ripen(later), names(back)]).toEqual([true, ['WebP', 'Zstandard ahead']]);
});

test('a clock that went back shows the card that is not ahead of it', () => {
  catalogue.addShard(shard, [ahead], { checked: true }, later);
  expect(names(catalogue)).toEqual(['WebP', 'Zstandard ahead']);

  expect(names(restarted(catalogue.stored(shard)))).toEqual(['WebP', 'Zstandard']);
});

test("one's own card that no document carries is never stored, nor what it takes the place of lost", () => {
  catalogue.add([newer], now);
  expect(names(catalogue)).toEqual(['WebP two', 'Zstandard']);

  const stored = catalogue.stored(shard);

  expect(names(restarted(stored))).toEqual(['WebP', 'Zstandard']);
  expect(stored.part.ids).toEqual(['io.example.zstd']);
  catalogue.addShard(shard, [newer], { checked: true }, now);
  expect(names(restarted(catalogue.stored(shard)))).toEqual(['WebP two', 'Zstandard']);
});

test('what was found here before the row comes back is kept beside it', () => {
  const back = createCatalogue();
  back.add([newer], now);
  back.restore(shard, structuredClone(catalogue.stored(shard)), ['h1'], now);

  expect(names(back)).toEqual(['WebP two', 'Zstandard']);
  expect([back.remove([newer.id]), names(back)]).toEqual([true, ['WebP', 'Zstandard']]);
});

const SPOILT: readonly [string, (row: StoredShard) => unknown][] = [
  ['without its bytes', ({ cards }) => ({ cards: { ...cards, bytes: cards.bytes.subarray(1) } })],
  [
    'with an end before its beginning',
    ({ cards }) => ({ cards: { ...cards, ends: cards.ends.toReversed() } }),
  ],
  ['with a place that is not there', ({ cards }) => ({ cards: { ...cards, module: Uint32Array.of(0, 9) } })],
  ['with lists of other lengths', ({ cards }) => ({ cards: { ...cards, names: ['one'] } })],
  ['with a list in place of numbers', ({ cards }) => ({ cards: { ...cards, times: [1, 2] } })],
  ['with an index of other modules', ({ part }) => ({ part: { ...part, ids: ['io.example.webp', 'a.b'] } })],
  ['with an index of another format', ({ part }) => ({ part: { ...part, format: part.format + 1 } })],
];

test.each(SPOILT)('a row %s is refused as a whole, and nothing of it is here', (_, spoil) => {
  const stored = catalogue.stored(shard);
  const fresh = createCatalogue();
  const row = { ...stored, ...(spoil(stored) as StoredShard) };

  expect(() => fresh.restore(shard, row, ['h1'], now)).toThrow(expect.objectContaining({ code: 'Storage' }));

  expect([fresh.size, names(fresh), fresh.shardHeads(shard)]).toEqual([0, [], undefined]);
  fresh.addShard(shard, [webp, zstd], { checked: true }, now);
  expect(names(fresh)).toEqual(['WebP', 'Zstandard']);
});

test('bytes that are no longer the card they were are not shown, and the shard is levelled again', () => {
  const stored = structuredClone(catalogue.stored(shard));
  stored.cards.bytes.fill(7, 0, stored.cards.ends[0]);
  const changed: string[] = [];
  const back = createCatalogue();
  back.onChanged((path) => changed.push(path));
  back.restore(shard, stored, ['h1'], now);

  expect(names(back)).toEqual(['Zstandard']);
  expect([back.shardHeads(shard), changed]).toEqual([[], [shard]]);
  back.addShard(shard, [webp, zstd], { checked: true }, now);
  expect(names(back)).toEqual(['WebP', 'Zstandard']);
});

test('cards whose signatures were not checked are named, those that were looked at first, until they are', () => {
  const back = createCatalogue();
  back.addShard(shard, [webp, zstd], { checked: false }, now);
  expect(back.unchecked(9).map(({ id }) => id)).toEqual([webp.id, zstd.id]);

  back.cards([parseModuleId('io.example.zstd')], beside);
  expect(back.unchecked(1)).toMatchObject([{ id: zstd.id, path: shard }]);
  back.markChecked([zstd.id]);
  back.hide(webp.id);

  expect(back.unchecked(9)).toEqual([]);
  expect([back.checked, back.refused, back.size]).toEqual([1, 1, 1]);
});
