import { expect, test } from 'vitest';
import type { Did, Micros, ModuleId, Version, VersionRange } from '../../src/core/ids.ts';
import type { Card } from '../../src/ports/search.ts';
import { comparedExports, compareRows, type Compared } from '../../src/ui/pages/compare/compare-rows.ts';

const codec = 'io.acme.codec' as ModuleId;
const png = 'io.acme.png' as ModuleId;

function card(id: ModuleId, changes: Partial<Card> = {}): Card {
  return {
    id,
    name: id,
    description: '',
    version: '1.0.0' as Version,
    tags: [],
    licence: 'MIT',
    type: 'library',
    imports: ['nothing'],
    exports: [],
    size: 1000,
    author: 'did:key:z6MkAlice' as Did,
    updatedAt: 0 as Micros,
    update: false,
    checked: true,
    pending: false,
    hidden: false,
    ...changes,
  };
}

function rowOf(modules: readonly Compared[], label: string) {
  const found = compareRows(modules).find((row) => row.label === label);
  return [found?.differs, found?.cells.map(({ lines }) => lines.join(' | '))];
}

test('what differs between two modules is marked, what is alike is not', () => {
  const modules = [
    { id: codec, card: card(codec, { size: 1000 }) },
    { id: png, card: card(png, { size: 2000, imports: ['env', 'wasi'] }) },
  ];

  expect(rowOf(modules, 'Size')).toEqual([true, ['1.00 kB', '2.00 kB']]);
  expect(rowOf(modules, 'Needs')).toEqual([true, ['Nothing', 'A C host, WASI']]);
  expect(rowOf(modules, 'License')).toEqual([false, ['MIT', 'MIT']]);
});

test('what is not known of one module is no difference', () => {
  const modules = [
    { id: codec, card: card(codec, { installs: 3 }) },
    { id: png, card: card(png) },
  ];

  expect(rowOf(modules, 'Installs')).toEqual([false, ['3', '']]);
  expect(rowOf(modules, 'Depends on')).toEqual([false, ['', '']]);
});

test('ratings of raters that count stand apart from those of everybody', () => {
  const modules = [
    {
      id: codec,
      card: card(codec, { rating: { average: 4.25, count: 4 }, rawRating: { average: 3, count: 9 } }),
    },
    { id: png, card: card(png, { rawRating: { average: 5, count: 1 } }) },
  ];

  expect(rowOf(modules, 'Trusted rating')).toEqual([true, ['4.3 of 5, 4 ratings', 'None']]);
  expect(rowOf(modules, 'Everybody’s rating')).toEqual([true, ['3.0 of 5, 9 ratings', '5.0 of 5, 1 rating']]);
});

test('functions are alike with their types only', () => {
  const modules = [
    { id: codec, card: card(codec, { exports: ['encode(i32)->i32', 'decode(i32)->i32'] }) },
    { id: png, card: card(png, { exports: ['encode(i32)->i32', 'decode(i64)->i32'] }) },
  ];

  expect(comparedExports(modules)).toEqual({
    fromReleases: false,
    common: ['encode(i32)->i32'],
    only: [['decode(i32)->i32'], ['decode(i64)->i32']],
  });
  expect(rowOf(modules, 'Functions only here')).toEqual([true, ['decode(i32) → i32', 'decode(i64) → i32']]);
});

test('of three modules, what two of them offer is neither common nor only here', () => {
  const offers = (id: string, exports: string[]) => ({
    id: id as ModuleId,
    card: card(id as ModuleId, { exports }),
  });
  const three = [offers('a.a', ['f()', 'g()', 'h()']), offers('b.b', ['f()', 'g()']), offers('c.c', ['f()'])];

  expect(comparedExports(three)).toMatchObject({ common: ['f()'], only: [['h()'], [], []] });
});

test('signed releases are held against each other, never against the shorter list of a card', () => {
  const release = {
    exports: [{ name: 'encode', type: '(i32)->i32' }],
    dependencies: [{ id: png, range: '^1.0.0' as VersionRange }],
  };
  const both = [
    { id: codec, card: card(codec), release },
    { id: png, card: card(png), release: { exports: release.exports, dependencies: [] } },
  ];
  const [first, second] = both;

  expect(comparedExports(both)).toMatchObject({ fromReleases: true, common: ['encode(i32)->i32'] });
  expect(rowOf(both, 'Depends on')).toEqual([true, ['io.acme.png ^1.0.0', 'None']]);
  expect(comparedExports([first as Compared, { id: second?.id as ModuleId, card: card(png) }])).toMatchObject(
    {
      fromReleases: false,
      common: [],
    },
  );
});
