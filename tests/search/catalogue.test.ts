import { beforeAll, expect, test } from 'vitest';
import { createCatalogue, type Catalogue } from '../../src/app/catalogue.ts';
import type { Beside } from '../../src/app/listed-card.ts';
import { parseMicros, parseModuleId, parseVersion } from '../../src/core/ids.ts';
import type { DocumentPath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import type { Histogram, ModuleAggregate } from '../../src/core/view/aggregate.ts';
import type { SearchQuery } from '../../src/ports/search.ts';
import { Publisher, signerNamed, START, testNamespace } from '../support/namespace.ts';
import { permutations } from '../support/orders.ts';

const now = parseMicros(START + 60_000_000);
const beside: Beside = { installed: new Map(), hidden: new Set(), isPending: () => false };
const shard = 'catalog/0' as DocumentPath;
const all: SearchQuery = { text: '', tags: [], sort: 'relevance', offset: 0, limit: 50 };

const MODULES = [
  ['io.example.webp', 'WebP decoder', 'Decodes pictures in the WebP format.', ['image', 'codec'], 'library'],
  ['io.example.zstd', 'Zstandard', 'Compression with a high ratio.', ['compression', 'codec'], 'library'],
  ['org.sqlite.wasm', 'SQLite', 'A database in one file.', ['database', 'sql'], 'storage'],
] as const;

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = createCatalogue();
  for (const [index, [id, n, d, t, k]] of MODULES.entries()) {
    const publisher = await publisherOf(id);
    const body = { n, d, v: '1.0.0', t: [...t], l: 'MIT', k, i: ['nothing'], s: 8 };
    catalogue.add([await publisher.writes(['card'], writeBody('card', body), START + index)], now);
  }
});

async function publisherOf(text: string): Promise<Publisher> {
  const world = await testNamespace();
  const alice = await signerNamed('alice');
  const id = parseModuleId(text);
  return new Publisher(world.namespace, id, alice, (await world.grants(alice, id)).capability);
}

function found(query: Partial<SearchQuery>): string[] {
  return catalogue.search({ ...all, ...query }, beside).cards.map(({ name }) => name);
}

test.each([
  ['a name', 'sqlite', ['SQLite']],
  ['the beginning of a word', 'zst', ['Zstandard']],
  ['a typo', 'zstandrad', ['Zstandard']],
  ['a word of the description', 'pictures', ['WebP decoder']],
  ['a segment of the id', 'webp', ['WebP decoder']],
  ['two words, both needed', 'compression ratio', ['Zstandard']],
  ['nothing that is there', 'quantum', []],
])('search finds by %s', (_, text, names) => {
  expect(found({ text })).toEqual(names);
});

test('filters narrow and facets count what is left', () => {
  const { total, tags } = catalogue.search({ ...all, tags: ['codec'] }, beside);
  expect(total).toBe(2);
  expect(tags[0]).toEqual({ value: 'codec', count: 2 });
  expect(found({ types: ['storage'] })).toEqual(['SQLite']);
});

test('sorting is by name or by what was last published', () => {
  expect(found({ sort: 'name' })).toEqual(['SQLite', 'WebP decoder', 'Zstandard']);
  expect(found({ sort: 'recent' })).toEqual(['SQLite', 'Zstandard', 'WebP decoder']);
});

test('a page is a part of the whole', () => {
  const page = catalogue.search({ ...all, sort: 'name', offset: 1, limit: 1 }, beside);
  expect([page.total, page.cards.map(({ name }) => name)]).toEqual([3, ['WebP decoder']]);
});

test('the newest card is shown, in whatever order cards come', async () => {
  const publisher = await publisherOf('io.example.card');
  const cards = [await publisher.cards('1.0.0', 'Old'), await publisher.cards('1.1.0', 'New')];
  for (const order of permutations(cards)) {
    const fresh = createCatalogue();
    for (const card of order) fresh.add([card], now);
    expect(fresh.search(all, beside).cards.map(({ name, version }) => [name, version])).toEqual([
      ['New', '1.1.0'],
    ]);
  }
});

const shownNames = (from: Catalogue): string[] => from.search(all, beside).cards.map(({ name }) => name);

test('a card that was found to lie is not shown', async () => {
  const fresh = createCatalogue();
  const card = await (await publisherOf('io.example.card')).cards('1.0.0');
  fresh.add([card], now);
  expect(fresh.hide(card.id)).toBe(true);
  expect(fresh.search(all, beside)).toMatchObject({ total: 0, catalogueSize: 0 });
});

test('a forged card that is hidden lets the honest one show, in whatever order they came', async () => {
  const publisher = await publisherOf('io.example.card');
  const honest = await publisher.cards('1.0.0', 'Honest');
  const forged = await publisher.cards('9.0.0', 'Forged');
  for (const order of permutations([honest, forged])) {
    const fresh = createCatalogue();
    for (const card of order) fresh.add([card], now);
    fresh.hide(forged.id);
    fresh.add([forged], now);
    expect(shownNames(fresh)).toEqual(['Honest']);
    expect(fresh.search(all, beside).catalogueSize).toBe(1);
  }
});

test('a card that no relay took gives way to the one before it', async () => {
  const publisher = await publisherOf('io.example.card');
  const before = await publisher.cards('1.0.0', 'Before');
  const refused = await publisher.cards('1.1.0', 'Refused');
  const fresh = createCatalogue();
  fresh.add([before, refused], now);
  expect([fresh.remove([refused.id]), shownNames(fresh)]).toEqual([true, ['Before']]);
  expect([fresh.remove([before.id]), shownNames(fresh), fresh.size]).toEqual([true, [], 0]);
});

test('what a file says that a shard carries is taken back, but for own cards and what the shard brought since', async () => {
  const publisher = await publisherOf('io.example.card');
  const own = await publisher.cards('1.0.0', 'Own');
  const held = await publisher.cards('1.1.0', 'Held');
  const said = await publisher.cards('1.2.0', 'Said');
  for (const [first, second, third] of permutations(['own', 'held', 'ahead'] as const)) {
    const fresh = createCatalogue();
    const adding = {
      own: () => fresh.add([own], now),
      held: () => fresh.addShard(shard, [held], { checked: false }, now),
      ahead: () => fresh.addAhead(shard, [own, held, said], now),
    };
    for (const add of [first, second, third]) if (add !== undefined) adding[add]();
    expect([fresh.withdraw(shard), fresh.has(said.id), fresh.has(held.id)]).toEqual([false, false, true]);
    expect([fresh.withdraw(shard), shownNames(fresh)]).toEqual([false, ['Own']]);
    expect([fresh.remove([own.id, held.id]), shownNames(fresh)]).toEqual([true, ['Held']]);
  }
});

test('of what a file says that a shard carries nothing is stored, and all of it is checked', async () => {
  const publisher = await publisherOf('io.example.card');
  const cards = [await publisher.cards('1.0.0'), await publisher.cards('1.1.0')];
  const fresh = createCatalogue();
  fresh.addAhead(shard, cards, now);
  expect(fresh.stored(shard).cards.modules).toEqual([]);
  expect(fresh.unchecked(9).map(({ id, path }) => [id, path])).toEqual(cards.map(({ id }) => [id, shard]));
  fresh.markChecked([cards[0]?.id ?? '']);
  expect([shownNames(fresh).length, fresh.checked]).toEqual([1, 1]);
  fresh.addShard(shard, cards, { checked: false }, now);
  expect([...fresh.stored(shard).cards.checked]).toEqual([1, 0]);
});

test('a card ahead of the clock waits for it', async () => {
  const publisher = await publisherOf('io.example.card');
  const present = await publisher.cards('1.0.0', 'Present');
  const later = parseMicros(now + 3_600_000_000);
  const body = { n: 'Future', d: '', v: '2.0.0', t: [], l: 'MIT', k: 'library' as const, i: [], s: 8 };
  const future = await publisher.writes(['card'], writeBody('card', body), later);
  const fresh = createCatalogue();
  fresh.add([future, present], now);
  expect([fresh.ripen(now), shownNames(fresh)]).toEqual([false, ['Present']]);
  expect([fresh.ripen(later), shownNames(fresh)]).toEqual([true, ['Future']]);
});

test('before the relay has counted, nothing is said of uses; after it, that there are none', async () => {
  const webp = parseModuleId('io.example.webp');
  const uses = () => catalogue.cards([webp], beside).map(({ downloads, installs }) => [downloads, installs]);
  const none: Histogram = [0, 0, 0, 0, 0];
  expect(uses()).toEqual([[undefined, undefined]]);

  await catalogue.setAggregates([
    { id: parseModuleId('io.example.zstd'), downloads: 7, installs: 7, ratings: none, trusted: none },
  ]);

  expect(uses()).toEqual([[0, 0]]);
  expect(catalogue.cards([webp], beside)).toMatchObject([{ rating: undefined, rawRating: undefined }]);
});

test('what the relay counted is shown and sorted by, and gives way to ratings that are held here', async () => {
  const counted = (id: string, downloads: number, trusted: Histogram): ModuleAggregate => ({
    id: parseModuleId(id),
    downloads,
    installs: 1,
    ratings: [9, 0, 0, 0, 1],
    trusted,
  });
  await catalogue.setAggregates([
    counted('io.example.zstd', 3, [0, 0, 0, 0, 2]),
    counted('org.sqlite.wasm', 70, [0, 0, 0, 1, 0]),
  ]);

  expect(found({ sort: 'rating' })).toEqual(['Zstandard', 'SQLite', 'WebP decoder']);
  expect(found({ sort: 'popular' })[0]).toBe('SQLite');
  expect(catalogue.cards([parseModuleId('io.example.zstd')], beside)).toMatchObject([
    { rating: { average: 5, count: 2 }, rawRating: { count: 10 }, downloads: 3, installs: 1 },
  ]);
  const held = { rating: { average: 4, count: 1 } };
  expect(
    catalogue.cards([parseModuleId('io.example.zstd')], { ...beside, ratings: () => held }),
  ).toMatchObject([held]);
  await catalogue.setAggregates([]);
});

test('only what is installed is listed where that is asked for, or only what is and has an update', () => {
  const installed = new Map([
    [parseModuleId('io.example.webp'), parseVersion('0.9.0')],
    [parseModuleId('io.example.zstd'), parseVersion('1.0.0')],
  ]);
  const listed = (only: 'installed' | 'updates') =>
    catalogue.search({ ...all, sort: 'name', only }, { ...beside, installed }).cards;

  expect(listed('installed').map(({ name, update }) => [name, update])).toEqual([
    ['WebP decoder', true],
    ['Zstandard', false],
  ]);
  expect(listed('updates').map(({ name }) => name)).toEqual(['WebP decoder']);
});

test('cards are listed in the order asked for, without those that are not here', () => {
  const ids = ['org.sqlite.wasm', 'io.example.gone', 'io.example.webp'].map(parseModuleId);
  expect(catalogue.cards(ids, beside).map(({ name }) => name)).toEqual(['SQLite', 'WebP decoder']);
});

test('a card is listed as its own id and name, and as whose it is, without a look into all of them', async () => {
  const alice = await signerNamed('alice');
  expect([...catalogue.modules()]).toContainEqual({
    id: 'io.example.webp',
    name: 'WebP decoder',
    owner: alice.did,
  });
  expect(catalogue.ownedBy(alice.did)).toHaveLength(3);
});

test('what is hidden is left out of the list and its counts, and counted apart where it fits', () => {
  const hides: Beside = { ...beside, hidden: new Set([parseModuleId('io.example.webp')]) };
  const codecs = { ...all, tags: ['codec'] };

  const left = catalogue.search(codecs, hides);

  expect(left).toMatchObject({ hidden: 1, total: 1, catalogueSize: 3 });
  expect(left.cards.map(({ id }) => id)).toEqual(['io.example.zstd']);
  expect(left.tags.map(({ value }) => value)).not.toContain('image');
  expect(catalogue.search({ ...all, types: ['storage'] }, hides).hidden).toBe(0);
  const both = catalogue.search({ ...codecs, showHidden: true }, hides);
  expect(both).toMatchObject({ hidden: 1, total: 2 });
  expect(both.cards.map(({ id, hidden }) => [id, hidden])).toContainEqual(['io.example.webp', true]);
});
