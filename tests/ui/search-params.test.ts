import { expect, test } from 'vitest';
import {
  effectiveSort,
  formatQueryString,
  parseBrowseSearch,
  parseModuleSearch,
  parseQueryString,
} from '../../src/ui/search-params.ts';

test('a search in the address comes back as it was written', () => {
  const search = { q: 'png & jpeg', tag: ['image', 'codec'], type: 'tool', sort: 'name' } as const;
  const address = formatQueryString(search);

  expect(address).toBe('?q=png+%26+jpeg&tag=image&tag=codec&type=tool&sort=name');
  expect(parseBrowseSearch(parseQueryString(address))).toEqual(search);
});

test('the plain list has a plain address', () => {
  expect(formatQueryString({ q: '', tag: [], type: undefined })).toBe('');
});

test('what does not fit in an address is left out, the rest is kept', () => {
  const found = parseBrowseSearch(
    parseQueryString('?q=a&type=nonsense&sort=upwards&tag=&tag=b&tag=b&page=7'),
  );

  expect(found).toEqual({ q: 'a', tag: ['b'] });
});

test('what is hidden is shown only to an address that asks for it', () => {
  const address = formatQueryString({ ...parseBrowseSearch({ showHidden: true }) });

  expect(address).toBe('?showHidden=true');
  expect(parseBrowseSearch(parseQueryString(address))).toEqual({ showHidden: true });
  expect(parseBrowseSearch(parseQueryString('?showHidden=no'))).toEqual({});
});

test('one tag is a list of one', () => {
  expect(parseBrowseSearch(parseQueryString('?tag=image'))).toEqual({ tag: ['image'] });
});

test('with words the best match is first, without words the newest', () => {
  expect(effectiveSort({ q: 'png' })).toBe('relevance');
  expect(effectiveSort({})).toBe('recent');
  expect(effectiveSort({ sort: 'relevance' })).toBe('recent');
  expect(effectiveSort({ q: 'png', sort: 'name' })).toBe('name');
});

test('the readme is the tab of an address without one', () => {
  expect(parseModuleSearch({ tab: 'trust' })).toEqual({ tab: 'trust' });
  expect(parseModuleSearch({ tab: 'readme' })).toEqual({});
  expect(parseModuleSearch({ tab: 'nonsense' })).toEqual({});
});
