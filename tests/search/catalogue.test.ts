import { beforeAll, expect, test } from 'vitest';
import { createCatalogue, type Beside, type Catalogue } from '../../src/app/catalogue.ts';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import type { SearchQuery } from '../../src/ports/engine.ts';
import { Publisher, signerNamed, START, testNamespace } from '../support/namespace.ts';
import { permutations } from '../support/orders.ts';

const now = parseMicros(START + 60_000_000);
const beside: Beside = {
  installed: () => undefined,
  rating: () => undefined,
  isPending: () => false,
  isHidden: () => false,
};
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
  expect(found({ type: 'storage' })).toEqual(['SQLite']);
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

test('sorting by rating asks for each rating once', () => {
  const asked: string[] = [];
  const rating = (id: string) => {
    asked.push(id);
    return id === 'io.example.zstd' ? { average: 4, count: 1 } : undefined;
  };
  const { cards } = catalogue.search({ ...all, sort: 'rating', limit: 0 }, { ...beside, rating });
  expect(cards).toEqual([]);
  expect(asked.sort()).toEqual(['io.example.webp', 'io.example.zstd', 'org.sqlite.wasm']);
});

test('what is hidden is left out of the list and its counts, and counted apart where it fits', () => {
  const hides: Beside = { ...beside, isHidden: (id) => id === 'io.example.webp' };
  const codecs = { ...all, tags: ['codec'] };

  const left = catalogue.search(codecs, hides);

  expect(left).toMatchObject({ hidden: 1, total: 1, catalogueSize: 3 });
  expect(left.cards.map(({ id }) => id)).toEqual(['io.example.zstd']);
  expect(left.tags.map(({ value }) => value)).not.toContain('image');
  expect(catalogue.search({ ...all, type: 'storage' }, hides).hidden).toBe(0);
  const both = catalogue.search({ ...codecs, showHidden: true }, hides);
  expect(both).toMatchObject({ hidden: 1, total: 2 });
  expect(both.cards.map(({ id, hidden }) => [id, hidden])).toContainEqual(['io.example.webp', true]);
});
