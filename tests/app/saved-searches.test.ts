import { beforeEach, expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { indexInterval, setIndexInterval } from '../../src/app/index-interval.ts';
import { removeSearch, savedSearches, saveSearch } from '../../src/app/saved-searches.ts';
import { parseMicros } from '../../src/core/ids.ts';

const announced: string[] = [];
let time = 0;
let here: Parameters<typeof saveSearch>[0];

beforeEach(() => {
  announced.length = 0;
  here = {
    tables: memoryTables(),
    locks: memoryLocks(),
    clock: () => parseMicros((time += 1)),
    announce: (topics) => void announced.push(...topics),
  };
});

const names = async (): Promise<string[]> => (await savedSearches(here)).map(({ name }) => name);

test('searches are listed with the newest first, and every change of them is told', async () => {
  await saveSearch(here, { name: ' Codecs ', address: 'tag=codec' });
  await saveSearch(here, { name: 'Parsers', address: 'tag=parser' });

  expect(await savedSearches(here)).toMatchObject([
    { name: 'Parsers' },
    { name: 'Codecs', address: 'tag=codec' },
  ]);
  expect(announced).toEqual(['searches', 'searches']);
});

test('a search saved under a name that is there takes its place', async () => {
  await saveSearch(here, { name: 'Codecs', address: 'tag=codec' });
  const id = await saveSearch(here, { name: 'Codecs', address: 'q=codec' });

  expect(await savedSearches(here)).toMatchObject([{ id, address: 'q=codec' }]);
});

test('a search that is removed is gone, and one that is not there is no error', async () => {
  const id = await saveSearch(here, { name: 'Codecs', address: '' });
  await removeSearch(here, id);
  await removeSearch(here, id);

  expect(await names()).toEqual([]);
});

test.each([
  ['without a name', { name: ' ', address: '' }, 'empty'],
  ['with a name of 61 characters', { name: 'x'.repeat(61), address: '' }, 'too-long'],
  ['with an address that is no address', { name: 'x', address: 'x'.repeat(2001) }, 'too-long'],
])('a search %s is not saved', async (_, search, reason) => {
  await expect(saveSearch(here, search)).rejects.toMatchObject({ code: 'InvalidInput', reason });
  expect(await names()).toEqual([]);
});

test('no more than fifty are kept; one of them can still be saved anew', async () => {
  for (let number = 0; number < 50; number += 1) await saveSearch(here, { name: `${number}`, address: '' });

  await expect(saveSearch(here, { name: 'one more', address: '' })).rejects.toMatchObject({
    code: 'QuotaExceeded',
    reason: 'saved-searches',
    data: { limit: 50 },
  });
  await saveSearch(here, { name: '7', address: 'q=seven' });
  expect(await names()).toHaveLength(50);
});

test('searches saved at once are all kept', async () => {
  await Promise.all(['a', 'b', 'c'].map((name) => saveSearch(here, { name, address: '' })));
  expect((await names()).sort()).toEqual(['a', 'b', 'c']);
});

test('records of others wait a minute for the index, or as long as is set, an hour at most', async () => {
  expect(await indexInterval(here)).toBe(60);
  await setIndexInterval(here, 0);
  expect(await indexInterval(here)).toBe(0);
  for (const seconds of [-1, 3601, 1.5, Number.NaN]) {
    await expect(setIndexInterval(here, seconds)).rejects.toMatchObject({ reason: 'index-interval' });
  }
});
