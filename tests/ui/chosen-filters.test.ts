import { expect, test } from 'vitest';
import { chosenFilters, toggled } from '../../src/ui/pages/browse/chosen-filters.ts';
import {
  MAX_SAVED_NAME,
  nameProblem,
  suggestedName,
  takenName,
} from '../../src/ui/pages/browse/saved-name.ts';
import { shownFacets } from '../../src/ui/pages/browse/shown-facets.ts';
import type { SavedSearch } from '../../src/ports/search.ts';
import type { Micros } from '../../src/core/ids.ts';

const search = {
  q: 'png',
  tag: ['image', 'codec'],
  type: ['tool'],
  needs: ['wasi'],
  only: 'updates',
} as const;

test('each chosen value is taken away by itself, the words stay', () => {
  expect(chosenFilters(search).map(({ label, without }) => [label, without])).toEqual([
    ['Updates', { only: undefined }],
    ['tool', { type: undefined }],
    ['#image', { tag: ['codec'] }],
    ['#codec', { tag: ['image'] }],
    ['WASI', { needs: undefined }],
  ]);
  expect(chosenFilters({ q: 'png', sort: 'name' })).toEqual([]);
});

test('a value that is ticked twice is as before, and an empty list is no filter', () => {
  expect(toggled(undefined, 'a')).toEqual(['a']);
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  expect(toggled(['a'], 'a')).toBeUndefined();
});

const facets = ['a', 'b', 'c', 'd'].map((value, place) => ({ value, count: 9 - place }));
const label = (value: string) => (value === 'c' ? 'Sea' : value);

test('a short list of facets keeps what is chosen, also where nothing counts it', () => {
  const shown = shownFacets(facets, { chosen: ['d', 'gone'], all: false, typed: '', most: 2, label });

  expect(shown).toEqual([{ value: 'gone' }, { value: 'a', count: 9 }, { value: 'd', count: 6 }]);
});

test('what is typed looks among all facets, by value and by label', () => {
  const wanted = { chosen: [], all: true, most: 2, label };

  expect(shownFacets(facets, { ...wanted, typed: ' SE ' }).map(({ value }) => value)).toEqual(['c']);
  expect(shownFacets(facets, { ...wanted, typed: '' })).toHaveLength(4);
});

test('a search is called by its words and filters, else by its order', () => {
  expect(suggestedName(search)).toBe('png, Updates, tool, #image, #codec, WASI');
  expect(suggestedName({ sort: 'popular' })).toBe('Most used modules');
  expect(suggestedName({ q: 'x'.repeat(200) })).toHaveLength(MAX_SAVED_NAME);
});

test('a name that another search has is said to be replaced; its own is not', () => {
  const saved: SavedSearch = { id: '1', name: 'Codecs', address: '?tag=codec', savedAt: 1 as Micros };

  expect(takenName(' Codecs ', [saved], undefined)).toBe('There is a search of this name: it is replaced.');
  expect(takenName('Codecs', [saved], saved)).toBeUndefined();
  expect(takenName('Others', [saved], undefined)).toBeUndefined();
});

test('a name of the limit fits, one character more is said and not cut off', () => {
  expect(nameProblem(` ${'x'.repeat(MAX_SAVED_NAME)} `)).toBeUndefined();
  expect(nameProblem('x'.repeat(MAX_SAVED_NAME + 1))).toBe(
    'The name is 1 character too long: 60 fit. Shorten it; nothing was cut off.',
  );
});
