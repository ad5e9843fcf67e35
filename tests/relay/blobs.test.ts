import { request } from 'node:http';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toBase64Url } from '../../src/core/bytes.ts';
import { parseModuleId, parseMicros, type Sha256 } from '../../src/core/ids.ts';
import { putBlobMessage } from '../../src/core/record/put-blob-message.ts';
import { sqliteBlobIndex } from '../../src/relay/blob-index.ts';
import { DEFAULT_LIMITS } from '../../src/relay/config.ts';
import { openDatabase } from '../../src/relay/database.ts';
import { newSeed, signerOf } from '../../src/relay/key-pair.ts';
import type { RunningRelay } from '../../src/relay/relay-hooks.ts';
import {
  emptyFolder,
  moduleText,
  publisher,
  releasedModule,
  runningRelay,
  sha256Hex,
  type Publisher,
} from './world.ts';

const DAY = 24 * 3_600_000_000;

async function authorization({ signer }: Publisher, sha256: Sha256, at = Date.now()): Promise<string> {
  const signature = await signer.sign(putBlobMessage({ did: signer.did, at, sha256 }));
  return `Gen ${signer.did} ${at} ${toBase64Url(signature)}`;
}

async function put(
  relay: RunningRelay,
  sha256: Sha256,
  body: string,
  authorization: string,
): Promise<Response> {
  return fetch(`${relay.address}/blobs/${sha256}`, { method: 'PUT', body, headers: { authorization } });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

test('a blob comes back whole, in parts, and only once', async () => {
  const relay = await runningRelay();
  const alice = publisher(relay);
  const url = `${relay.address}/blobs/${await alice.uploads('0123456789')}`;
  const part = async (range: string) => {
    const response = await fetch(url, { headers: { range } });
    return [response.status, response.headers.get('content-range'), await response.text()];
  };

  const whole = await fetch(url);
  expect([whole.status, await whole.text()]).toEqual([200, '0123456789']);
  expect(whole.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(whole.headers.get('content-type')).toBe('application/octet-stream');
  // Apps of other relays may read it.
  expect(whole.headers.get('access-control-allow-origin')).toBe('*');
  expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
  expect(await part('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
  expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789']);
  expect((await part('bytes=20-30')).slice(0, 2)).toEqual([416, 'bytes */10']);
  const again = await fetch(url, { headers: { 'if-none-match': whole.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
});

test('what does not hash to its name is refused and leaves nothing on the disk', async () => {
  const data = await emptyFolder();
  const relay = await runningRelay({ data });
  const alice = publisher(relay);
  const sha256 = sha256Hex('announced');

  const response = await put(relay, sha256, 'another', await authorization(alice, sha256));

  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ code: 'HashMismatch', reason: 'blob' });
  expect((await fetch(`${relay.address}/blobs/${sha256}`)).status).toBe(404);
  expect([...filesBelow(join(data, 'blobs')), ...filesBelow(join(data, 'incoming'))]).toEqual([]);
});

test('an upload needs a signature of its own hash and hour', async () => {
  const relay = await runningRelay();
  const alice = publisher(relay);
  const sha256 = sha256Hex('blob');
  const other = await authorization(alice, sha256Hex('other'));
  const old = await authorization(alice, sha256, Date.now() - 6 * 60_000);

  const answers = await Promise.all(
    ['', 'Gen nobody', other, old].map((header) => put(relay, sha256, 'blob', header)),
  );

  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
});

test('size and daily share are limited before a byte is read', async () => {
  const limits = { ...DEFAULT_LIMITS, maxBlob: 8, blobsPerDay: 12 };
  const relay = await runningRelay({ limits });
  const alice = publisher(relay);
  const upload = (content: string) =>
    alice.uploads(content).then(
      () => 'stored',
      ({ reason }) => reason,
    );

  expect(await upload('123456789')).toBe('blob-size');
  expect(await upload('12345678')).toBe('stored');
  expect(await upload('abcde')).toBe('blobs-per-day');
  expect(await upload('abcd')).toBe('stored');
  expect(await upload('12345678')).toBe('stored');
});

test('what no record names within a day is collected; what one names stays', async () => {
  let now = Date.now() * 1000;
  const relay = await runningRelay({}, { clock: () => parseMicros(now) });
  const alice = publisher(relay, () => now);
  const unnamed = await alice.uploads('unnamed');
  const { sha256 } = await releasedModule(alice, parseModuleId('io.acme.codec'));

  expect(await relay.collectBlobs()).toBe(0);
  now += 1.1 * DAY;

  expect(await relay.collectBlobs()).toBe(1);
  expect(await alice.client.hasBlob(unnamed)).toBe(false);
  expect(await alice.client.hasBlob(sha256)).toBe(true);
  expect(await alice.uploads('unnamed')).toBe(unnamed);
  expect(await alice.client.hasBlob(unnamed)).toBe(true);
});

test('a blob that is sent again while old ones are collected stays', async () => {
  const database = openDatabase(await emptyFolder());
  const index = sqliteBlobIndex(database);
  const [sha256, owner] = [sha256Hex('old'), signerOf(newSeed()).did];
  index.add({ sha256, size: 3, owner, at: 1000 });
  expect(index.unnamedBefore(2000)).toEqual([sha256]);
  index.add({ sha256, size: 3, owner, at: 5000 });

  expect(index.remove(sha256, 2000)).toBe(false);
  expect(index.get(sha256)).toBeDefined();
  expect(index.remove(sha256, 6000)).toBe(true);
  database.close();
});

test('a record cannot name a blob that is about to be collected', async () => {
  let now = Date.now() * 1000;
  const relay = await runningRelay({}, { clock: () => parseMicros(now) });
  const alice = publisher(relay, () => now);
  const name = await alice.owns(parseModuleId('io.acme.codec'));
  const binary = await alice.brings(moduleText('old'));
  now += 1.01 * DAY;
  const release = await name.releases('1.0.0', binary);

  const { results } = await alice.client.post([name.capability, release.bytes]);

  expect(results[0]?.error?.reason).toBe('blob-missing');
});

/** Sends the path as it is: `fetch` would tidy it. */
function rawStatus(relay: RunningRelay, method: string, path: string): Promise<number> {
  const { hostname, port } = new URL(relay.address);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('no spelling of a path leaves the folder of blobs', async () => {
  const data = await emptyFolder();
  const relay = await runningRelay({ data });
  const dots = ['..', '%2e%2e', '.%2e', '%252e%252e', '..%00', '\\..', '%c0%ae%c0%ae'];
  const slashes = ['/', '%2f', '%5c', '%252f', '//'];
  const paths = dots.flatMap((dot) => slashes.map((slash) => `/blobs/${dot}${slash}root.key`));
  const others = [
    `/blobs/${'a'.repeat(63)}`,
    `/blobs/${'A'.repeat(64)}`,
    `/blobs/${'a'.repeat(64)}%00`,
    '/blobs/',
  ];

  for (const path of [...paths, ...others]) {
    for (const method of ['GET', 'HEAD']) {
      expect([path, await rawStatus(relay, method, path)]).toEqual([path, expect.toSatisfy(isRefusal)]);
    }
    expect([path, await rawStatus(relay, 'PUT', path)]).toEqual([path, expect.toSatisfy(isRefusal)]);
  }
  expect(existsSync(join(data, 'root.key'))).toBe(true);
});

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500;
}
