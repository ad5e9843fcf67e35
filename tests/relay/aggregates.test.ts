import { onTestFinished, expect, test } from 'vitest';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { writeMetadata } from '../../src/core/record/kinds.ts';
import { startRelay } from '../../src/relay/start-relay.ts';
import { aggregatesAnswer, counts, gets, tableOf } from './aggregates-world.ts';
import { emptyFolder, publisher, relayConfig, releasedModule, runningRelay } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');
const OTHER = parseModuleId('io.acme.other');
const DAY = 24 * 3_600_000_000;

test('a relay that counted nothing signs a table that says so, and it is cached by its tag', async () => {
  const relay = await runningRelay();
  expect(await tableOf(relay)).toEqual({ rows: [], invited: [] });

  const first = await fetch(`${relay.address}/aggregates`);
  expect(first.headers.get('cache-control')).toBe('public, max-age=60');
  const etag = first.headers.get('etag') ?? '';
  const again = await fetch(`${relay.address}/aggregates`, { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
  await relay.refreshAggregates();
  expect((await aggregatesAnswer(relay)).etag).toBe(etag);
});

test('a whole binary of a release is a download, once a day and address; an app’s is an install as well', async () => {
  let now = Math.floor(Date.now() / 1000) * 1_000_000;
  const relay = await runningRelay({}, { clock: () => parseMicros(now) });
  const { sha256 } = await releasedModule(
    publisher(relay, () => now),
    CODEC,
  );

  await gets(relay, sha256);
  await gets(relay, sha256);
  await counts(relay, CODEC).toEqual([1, 0]);
  await gets(relay, sha256, { 'gen-install': CODEC });
  await gets(relay, sha256, { 'gen-install': CODEC });
  await counts(relay, CODEC).toEqual([1, 1]);
  await gets(relay, sha256, { 'gen-install': CODEC }, '127.0.0.2');
  await counts(relay, CODEC).toEqual([2, 2]);

  now += DAY;
  await gets(relay, sha256);
  await counts(relay, CODEC, () => now).toEqual([3, 2]);
});

test('a part is no download, but the rest of one that was begun is, once', async () => {
  const relay = await runningRelay();
  const { sha256 } = await releasedModule(publisher(relay), CODEC);

  expect(await gets(relay, sha256, { range: 'bytes=4-' }, '127.0.0.2')).toBe(206);
  expect(await gets(relay, sha256, { range: 'bytes=-1' }, '127.0.0.3')).toBe(206);
  await gets(relay, sha256, { range: 'bytes=0-3' }, '127.0.0.4');
  await gets(relay, sha256, { range: 'bytes=0-3' });
  // It was begun now, but by somebody else.
  await gets(relay, sha256, { range: 'bytes=4-' }, '127.0.0.5');
  await gets(relay, sha256, { range: 'bytes=4-' });
  await gets(relay, sha256, { range: 'bytes=6-' });
  // Two bytes are not the whole, however they are chosen.
  await gets(relay, sha256, { range: 'bytes=0-0' }, '127.0.0.9');
  await gets(relay, sha256, { range: 'bytes=-1', 'gen-install': CODEC }, '127.0.0.9');
  await counts(relay, CODEC).toEqual([1, 0]);
});

test('what is asked for without its bytes, is known already, or is no release’s binary, counts nothing', async () => {
  const relay = await runningRelay();
  const alice = publisher(relay);
  const { sha256, below, capability } = await releasedModule(alice, CODEC);
  const text = await alice.uploads('# Codec');
  await alice.client.post([
    capability,
    (await below(['metadata', 'readme'], writeMetadata('readme', text))).bytes,
  ]);
  const loose = await alice.uploads('nobody names it');

  await fetch(`${relay.address}/blobs/${sha256}`, { method: 'HEAD' });
  expect(await gets(relay, sha256, { 'if-none-match': `"${sha256}"` })).toBe(304);
  for (const blob of [text, loose]) expect(await gets(relay, blob)).toBe(200);
  await gets(relay, sha256, {}, '127.0.0.2');
  await counts(relay, CODEC).toEqual([1, 0]);
  expect((await tableOf(relay)).rows).toHaveLength(1);
});

test('a binary of two modules counts for the one that is installed, else for the first', async () => {
  const relay = await runningRelay();
  const alice = publisher(relay);
  const { sha256 } = await releasedModule(alice, CODEC);
  await releasedModule(publisher(relay), OTHER);

  await gets(relay, sha256, { 'gen-install': OTHER });
  await gets(relay, sha256, { 'gen-install': 'io.acme.nobody' });
  await counts(relay, OTHER).toEqual([1, 1]);
  await counts(relay, CODEC).toEqual([1, 0]);
});

test('a clock that was far ahead once does not leave a table that nobody believes', async () => {
  let now = Date.now() * 1000 + 3_600_000_000;
  const relay = await runningRelay({}, { clock: () => parseMicros(now) });
  await relay.refreshAggregates();
  now -= 3_600_000_000;
  expect(await tableOf(relay, now)).toEqual({ rows: [], invited: [] });
});

test('ratings are counted by the newest of each rater, in whatever order they came', async () => {
  const relay = await runningRelay();
  await releasedModule(publisher(relay), CODEC);
  const [bob, carol] = [publisher(relay), publisher(relay)];
  const first = await bob.rates(CODEC, { stars: 1 });
  const second = await bob.rates(CODEC, { stars: 4 });
  await bob.client.post([second.bytes]);
  await bob.client.post([first.bytes, (await carol.rates(CODEC, { stars: 5 })).bytes]);
  expect((await tableOf(relay)).rows).toEqual([
    { id: CODEC, downloads: 0, installs: 0, ratings: [0, 0, 0, 1, 1], trusted: [0, 0, 0, 0, 0] },
  ]);
  await carol.client.post([(await carol.rates(CODEC, { stars: 2 })).bytes]);
  expect((await tableOf(relay)).rows[0]?.ratings).toEqual([0, 1, 0, 1, 0]);
});

test('a restart counts nothing twice, and loses nothing', async () => {
  const data = await emptyFolder();
  const before = await startRelay(relayConfig(data));
  const alice = publisher(before);
  const { sha256 } = await releasedModule(alice, CODEC);
  await alice.client.post([(await alice.rates(CODEC, { stars: 3 })).bytes]);
  await gets(before, sha256, { 'gen-install': CODEC });
  await counts(before, CODEC).toEqual([1, 1]);
  await before.stop();

  const after = await startRelay(relayConfig(data));
  onTestFinished(() => after.stop());
  expect((await tableOf(after)).rows).toEqual([
    { id: CODEC, downloads: 1, installs: 1, ratings: [0, 0, 1, 0, 0], trusted: [0, 0, 0, 0, 0] },
  ]);
  await gets(after, sha256, {}, '127.0.0.3');
  await counts(after, CODEC).toEqual([2, 1]);
});
