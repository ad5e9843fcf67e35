import { expect, test } from 'vitest';
import {
  addressOf,
  effectiveSort,
  formatQueryString,
  isFiltered,
  isStart,
  parseBrowseSearch,
  parseCompareSearch,
  parseModuleSearch,
  parseQueryString,
  readingOnly,
  searchAt,
} from '../../src/ui/search-params.ts';

test('a search in the address comes back as it was written', () => {
  const search = {
    q: 'png & jpeg',
    tag: ['image', 'codec'],
    type: ['tool', 'library'],
    licence: ['MIT OR Apache-2.0'],
    needs: ['nothing', 'wasi'],
    only: 'installed',
    sort: 'name',
    showHidden: true,
    compare: ['io.acme.codec', 'io.acme.png'],
  } as const;
  const address = formatQueryString(search);

  expect(address).toBe(
    '?q=png+%26+jpeg&tag=image&tag=codec&type=tool&type=library&licence=MIT+OR+Apache-2.0' +
      '&needs=nothing&needs=wasi&only=installed&sort=name&showHidden=true' +
      '&compare=io.acme.codec&compare=io.acme.png',
  );
  expect(parseBrowseSearch(parseQueryString(address))).toEqual(search);
});

test('the plain list has a plain address', () => {
  expect(formatQueryString({ q: '', tag: [], type: undefined })).toBe('');
});

test('what does not fit in an address is left out, the rest is kept', () => {
  const found = parseBrowseSearch(
    parseQueryString(
      '?q=a&type=nonsense&sort=upwards&tag=&tag=b&tag=b&page=7&needs=money&only=mine&licence=+' +
        `&licence=${'x'.repeat(101)}&compare=../../x&compare=io.acme.codec&__proto__=1&constructor=2`,
    ),
  );

  expect(found).toEqual({ q: 'a', tag: ['b'], compare: ['io.acme.codec'] });
});

test('every name in an address is a value, also one that objects have themselves', () => {
  const found = parseQueryString('?__proto__=a&__proto__=b&toString=c');

  expect(Object.entries(found)).toEqual([
    ['__proto__', ['a', 'b']],
    ['toString', 'c'],
  ]);
  expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
});

test('values that are no texts are left out as well', () => {
  const odd = { q: 7, tag: [{}, null, 'b'], type: {}, only: ['updates'], sort: 1, compare: null };

  expect(parseBrowseSearch(odd)).toEqual({ tag: ['b'] });
});

test('an address holds twenty values of a kind, and three modules to compare', () => {
  const many = Array.from({ length: 30 }, (_, place) => `io.acme.m${place}`);

  expect(parseBrowseSearch({ tag: many }).tag).toHaveLength(20);
  expect(parseBrowseSearch({ compare: many }).compare).toEqual(many.slice(0, 3));
  expect(parseCompareSearch({ id: [...many, 'no id'] })).toEqual({ id: many.slice(0, 3) });
  expect(parseCompareSearch({ id: 'nonsense' })).toEqual({});
});

test('the start page is where nothing is asked for; a chosen order is a list already', () => {
  expect(isStart({})).toBe(true);
  expect(isStart({ compare: parseBrowseSearch({ compare: 'io.acme.codec' }).compare ?? [] })).toBe(true);
  expect([isStart({ sort: 'recent' }), isFiltered({ sort: 'recent' })]).toEqual([false, false]);
  expect([isStart({ only: 'updates' }), isFiltered({ only: 'updates' })]).toEqual([false, true]);
});

test('a search has one address, whatever the order it was chosen in, without what is compared', () => {
  const one = addressOf(parseBrowseSearch({ tag: ['b'], q: 'png', compare: 'io.acme.codec' }));
  const other = addressOf(parseBrowseSearch({ q: 'png', tag: ['b'] }));

  expect(one).toBe('?q=png&tag=b');
  expect(other).toBe(one);
  expect(searchAt(one)).toEqual({ q: 'png', tag: ['b'] });
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

test('what a screen cannot read of an address does not reach it unread', () => {
  const read = readingOnly(parseCompareSearch);

  const address = { id: 'x', nonsense: '1' };
  expect(Object.assign(address, read(address))).toEqual({ id: undefined, nonsense: undefined });
  expect(read({ id: ['x', 'io.acme.png'], tab: 'trust' })).toEqual({ id: ['io.acme.png'] });
});
