import { expect, onTestFinished, test } from 'vitest';
import { parseMicros, parseModuleId, type ModuleId, type Sha256 } from '../../src/core/ids.ts';
import { encodeAggregates, readAggregates } from '../../src/core/view/signed-aggregates.ts';
import { openDatabase } from '../../src/relay/database.ts';
import { countedDownloads, type SentBlob } from '../../src/relay/tally/counted-downloads.ts';
import { seenToday } from '../../src/relay/tally/seen-today.ts';
import { sqliteTally } from '../../src/relay/tally/tally-store.ts';
import { emptyFolder, sha256Hex } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');
const DAY = 24 * 3_600_000_000;
const sha256 = sha256Hex('popular') as Sha256;
const WHOLE: SentBlob = { sha256, size: 8, address: '10.0.0.1', from: 0, to: 8, install: undefined };

/** A count over a store of its own, which says what it looked up. */
async function counter(
  clock: () => number = () => 2 * DAY,
  stands: (module: ModuleId) => boolean = () => true,
) {
  const database = openDatabase(await emptyFolder());
  onTestFinished(() => database.close());
  const store = sqliteTally(database);
  const folded: ModuleId[] = [];
  const downloads = countedDownloads({
    store,
    catchUp: async () => undefined,
    seen: seenToday(() => parseMicros(clock())),
    releases(module) {
      folded.push(module);
      return new Set(stands(module) ? [sha256] : []);
    },
    onFault: (fault) => {
      throw fault;
    },
  });
  const rows = () => store.changedParts().flatMap((place) => [...store.part(place, 100)]);
  return { store, downloads, folded, rows };
}

const mallorys = (n: number): ModuleId => parseModuleId(`io.mallory.m${n}`);

test('of the many modules that name one blob only the first few are looked up, and nothing that was counted already', async () => {
  const { store, downloads, folded, rows } = await counter(undefined, () => false);
  for (let n = 0; n < 1000; n += 1) store.release(sha256, mallorys(n));
  for (let n = 0; n < 20; n += 1) downloads.sent(WHOLE);
  await downloads.flush();
  expect(folded).toEqual([0, 1, 2].map(mallorys));
  expect(rows()).toEqual([]);

  const standing = await counter();
  for (let n = 0; n < 1000; n += 1) standing.store.release(sha256, mallorys(n));
  for (let n = 0; n < 20; n += 1) {
    standing.downloads.sent(WHOLE);
    await standing.downloads.flush();
  }
  expect(standing.folded).toEqual([mallorys(0)]);
  expect(standing.rows()).toMatchObject([{ id: mallorys(0), downloads: 1 }]);
});

test('the module that is installed is counted, however many named its binary before', async () => {
  const { store, downloads, folded, rows } = await counter();
  for (let n = 0; n < 100; n += 1) store.release(sha256, mallorys(n));
  store.release(sha256, CODEC);
  downloads.sent({ ...WHOLE, install: CODEC });
  await downloads.flush();
  expect(folded).toEqual([CODEC]);
  expect(rows()).toMatchObject([{ id: CODEC, downloads: 1, installs: 1 }]);
});

test('who is counted around midnight is counted on one day: never more installs than downloads', async () => {
  let times: number[] = [];
  const { store, downloads, rows } = await counter(() => times.shift() ?? 2 * DAY - 10);
  store.release(sha256, CODEC);
  downloads.sent({ ...WHOLE, install: CODEC });
  await downloads.flush();
  times = [2 * DAY - 1, 2 * DAY, 2 * DAY + 1];
  downloads.sent({ ...WHOLE, install: CODEC });
  await downloads.flush();
  const [row] = rows();
  expect(row?.installs).toBeLessThanOrEqual(row?.downloads ?? 0);
  store.fetched(CODEC, 0, 5);
  expect(readAggregates(encodeAggregates(rows()))).toMatchObject([{ id: CODEC }]);
});

const PARTS: readonly (readonly [string, readonly (readonly [number, number])[], number])[] = [
  [
    'the first and the last byte',
    [
      [0, 1],
      [7, 8],
    ],
    0,
  ],
  [
    'a gap between two parts',
    [
      [0, 3],
      [4, 8],
    ],
    0,
  ],
  [
    'parts that join',
    [
      [0, 3],
      [3, 5],
      [5, 8],
    ],
    1,
  ],
  [
    'parts that overlap',
    [
      [0, 5],
      [3, 8],
    ],
    1,
  ],
  [
    'the end before the beginning',
    [
      [3, 8],
      [0, 3],
    ],
    0,
  ],
  [
    'one that broke off, and the rest',
    [
      [0, 4],
      [4, 8],
    ],
    1,
  ],
  ['the whole', [[0, 8]], 1],
];

test.each(PARTS)('parts are a download when they join to the whole: %s', async (_, parts, expected) => {
  const { store, downloads, rows } = await counter();
  store.release(sha256, CODEC);
  for (const [from, to] of parts) downloads.sent({ ...WHOLE, from, to });
  await downloads.flush();
  expect(rows().map((row) => row.downloads)).toEqual(expected === 0 ? [] : [expected]);
});

test('parts that went to different addresses do not join', async () => {
  const { store, downloads, rows } = await counter();
  store.release(sha256, CODEC);
  downloads.sent({ ...WHOLE, to: 4 });
  downloads.sent({ ...WHOLE, from: 4, address: '10.0.0.2' });
  await downloads.flush();
  expect(rows()).toEqual([]);
});
