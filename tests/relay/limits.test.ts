import { pino } from 'pino';
import { expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { addressGroup } from '../../src/relay/address-group.ts';
import { DEFAULT_LIMITS, readConfig, type Limits } from '../../src/relay/config.ts';
import { FrameRate } from '../../src/relay/frame-rate.ts';
import { quota } from '../../src/relay/quota.ts';
import { refusals } from '../../src/relay/refusals.ts';
import { relayMetrics } from '../../src/relay/metrics.ts';
import { publisher, releasedModule, runningRelay, type Publisher } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');

async function aliceAt(limits: Partial<Limits>, clock?: () => number): Promise<[Publisher, string]> {
  const relay = await runningRelay({ limits: { ...DEFAULT_LIMITS, ...limits } });
  return [publisher(relay, clock), relay.address];
}

test('a key may add so many records in an hour; others may still, and the refusal says when it may again', async () => {
  const [alice, address] = await aliceAt({ recordsPerHour: 3 });
  const { capability, below } = await releasedModule(alice, CODEC);
  const colours = [await below(['colour'], Uint8Array.of(1)), await below(['colour'], Uint8Array.of(2))];
  const answer = await alice.client.post([capability, ...colours.map(({ bytes }) => bytes)]);

  expect(answer.results.map(({ state }) => state)).toEqual(['receipted', 'refused']);
  const { error } = answer.results[1] ?? {};
  expect(error).toMatchObject({ code: 'QuotaExceeded', reason: 'records', data: { limit: 3 } });
  expect(error?.data['retryAfterMs']).toBeGreaterThan(3_500_000);
  expect(error?.data['retryAfterMs']).toBeLessThanOrEqual(3_600_000);
  const text = await (await fetch(`${address}/metrics`)).text();
  expect(text).toContain('gen_registry_refused_records_total{code="QuotaExceeded",reason="records"} 1');
});

test('what the relay holds already is not charged again', async () => {
  const [alice] = await aliceAt({ recordsPerHour: 2 });
  const { capability, release } = await releasedModule(alice, CODEC);
  for (let time = 0; time < 3; time += 1) {
    const { results } = await alice.client.post([capability, release.bytes]);
    expect(results).toMatchObject([{ state: 'receipted' }]);
  }
});

test("a record that the author did not sign is not charged to the author's quota", async () => {
  const [alice] = await aliceAt({ recordsPerHour: 3 });
  const { capability, below } = await releasedModule(alice, CODEC);
  const genuine = await below(['colour'], Uint8Array.of(1));
  const forgeries = Array.from({ length: 8 }, (_, bit) => {
    const copy = Uint8Array.from(genuine.bytes);
    copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ (1 << bit);
    return copy;
  });
  const forged = await alice.client.post([capability, ...forgeries]);
  expect(forged.results.every(({ state }) => state === 'refused')).toBe(true);

  const { results } = await alice.client.post([capability, genuine.bytes]);
  expect(results).toMatchObject([{ state: 'receipted' }]);
});

test('a release above the quota takes its publish along with the same reason, so that all of it comes again', async () => {
  const [alice] = await aliceAt({ recordsPerHour: 1 });
  const { capability, releases, below } = await alice.owns(CODEC);
  const rest = await below(['colour'], Uint8Array.of(1));
  const release = await releases('1.0.0', {});
  const { results } = await alice.client.post([capability, rest.bytes, release.bytes]);

  expect(results.map(({ error }) => error?.reason)).toEqual(['records', 'records']);
});

test.each([
  ['recordBytesPerHour', 'record-bytes'],
  ['documentBytesPerHour', 'document-bytes'],
] as const)('bytes count too: %s', async (limit, reason) => {
  const [alice] = await aliceAt({ [limit]: 1000 });
  const { capability, below } = await alice.owns(CODEC);
  const small = await below(['colour'], new Uint8Array(10));
  const large = await below(['colour'], new Uint8Array(900));
  const { results } = await alice.client.post([capability, large.bytes, small.bytes]);

  expect(results[0]).toMatchObject({ state: 'refused', error: { code: 'QuotaExceeded', reason } });
  expect(results[1]).toMatchObject({ state: 'receipted' });
});

test('a window ends, and then everything may be used again', () => {
  let now = 0;
  const { use } = quota({ reason: 'records', limit: 2, windowMs: 100 }, () => now);
  use('alice', 2);
  now = 99;
  expect(() => use('alice', 1)).toThrow(expect.objectContaining({ data: { limit: 2, retryAfterMs: 1 } }));
  use('bob', 2);
  now = 100;
  use('alice', 2);
});

test('of a million keys the latest are remembered and the first forgotten: keys are free, memory is not', () => {
  const { use } = quota({ reason: 'records', limit: 1, windowMs: 1e9 }, () => 0);
  for (let key = 0; key < 1_000_000; key += 1) use(`key-${key}`, 1);
  expect(() => use('key-970000', 1)).toThrow(GenError);
  expect(() => use('key-999999', 1)).toThrow(GenError);
  use('key-900000', 1);
});

test('a socket is read at its rate: bursts at once, the rest later, far too much not at all', () => {
  const limits = { framesPerSecond: 10, bytesPerSecond: 1e9 };
  const rate = new FrameRate(limits, 0);
  const rests = Array.from({ length: 81 }, () => rate.take(1, 0));
  expect(rests.slice(0, 80).every((rest) => rest === 0)).toBe(true);
  expect(rests[80]).toBe(100);
  expect(new FrameRate(limits, 0).take(1, 60_000)).toBe(0);
  expect(() => {
    for (let frame = 0; frame < 400; frame += 1) rate.take(1, 0);
  }).toThrow(expect.objectContaining({ code: 'QuotaExceeded', reason: 'frames' }));
});

test('refusals that are alike are counted each and logged once in a while, with their number', async () => {
  const lines: { msg: string; alike: number }[] = [];
  const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });
  let now = 0;
  const metrics = relayMetrics();
  const { report } = refusals(log, metrics, () => now);
  for (let time = 0; time < 1000; time += 1) report('peer', new GenError('InvalidInput', 'message'));
  report('peer', new GenError('QuotaExceeded', 'sockets'));
  now = 10_000;
  report('peer', new GenError('InvalidInput', 'message'));

  expect(lines.map(({ msg, alike }) => [msg, alike])).toEqual([
    ['peer refused', 0],
    ['peer refused', 0],
    ['peer refused', 999],
  ]);
  expect(await metrics.text()).toContain(
    'gen_registry_refused_peers_total{code="InvalidInput",reason="message"} 1001',
  );
});

test('a POST that has not come yet takes room; when there is none the next is told to wait', async () => {
  const [alice] = await aliceAt({ postsUnderway: 1000 });
  await expect(alice.client.post([new Uint8Array(2000)])).rejects.toMatchObject({
    code: 'QuotaExceeded',
    reason: 'posts',
    data: { retryAfterMs: 1000 },
  });
  await alice.owns(CODEC);
});

test('requests that are refused are counted, blobs too; what is not found is none', async () => {
  const [, address] = await aliceAt({});
  await fetch(`${address}/blobs/${'0'.repeat(64)}`, { method: 'PUT', body: 'x' });
  await fetch(`${address}/blobs/${'0'.repeat(64)}`);
  const text = await (await fetch(`${address}/metrics`)).text();
  expect(text).toContain(
    'gen_registry_refused_requests_total{code="SignatureInvalid",reason="authorization"} 1',
  );
  expect(text).not.toContain('NotFound');
});

test('limits are set by name', () => {
  const { limits } = readConfig(
    { GEN_REGISTRY_LIMITS: 'requestsPerMinute=9000, socketsPerAddress=4000' },
    [],
  );
  expect(limits).toEqual({ ...DEFAULT_LIMITS, requestsPerMinute: 9000, socketsPerAddress: 4000 });
});

test.each(['frames=5', 'sockets', 'sockets=0', 'sockets=many', 'sockets=1.5', '__proto__=1'])(
  'a limit that does not fit is named: %s',
  (text) => {
    expect(() => readConfig({ GEN_REGISTRY_LIMITS: text }, [])).toThrow(
      expect.objectContaining({ reason: 'setting', data: { field: 'GEN_REGISTRY_LIMITS', text } }),
    );
  },
);

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});
