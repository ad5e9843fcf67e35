import type { ServerResponse } from 'node:http';
import { encode } from 'cborg';
import { afterEach, expect, test } from 'vitest';
import { httpSnapshots } from '../../src/adapters/http/http-snapshots.ts';
import { sha256 } from '../../src/core/hash.ts';
import { parseMicros, sha256Of } from '../../src/core/ids.ts';
import type { RelayFacts } from '../../src/ports/relay-client.ts';
import { signerNamed } from '../support/namespace.ts';
import { testRelay, type Asked, type TestRelay } from './test-relay.ts';

const FILE = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
const NAME = sha256Of(sha256(FILE));
const LIST = { list: Uint8Array.of(1), signature: new Uint8Array(64) };

let relay: TestRelay;
afterEach(() => relay.close());

async function sourceOf(answer: (asked: Asked, response: ServerResponse) => void, isPrivate = false) {
  relay = await testRelay(answer);
  const [bob, notary] = [await signerNamed('bob'), await signerNamed('notary')];
  const facts: RelayFacts = {
    namespace: 'ab'.repeat(32),
    relay: notary.did,
    name: 'R',
    policy: 'open',
    maxBlob: 1,
    ...(isPrivate && { private: true }),
  };
  return httpSnapshots({
    base: relay.base,
    relay: { facts: async () => facts },
    signer: async () => bob,
    clock: () => parseMicros(1_790_000_000_000_000),
    capabilities: async () => [Uint8Array.of(1, 2, 3)],
  });
}

function breakAfter(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-length': FILE.length });
  response.write(FILE.subarray(0, bytes), () => setTimeout(() => response.destroy(), 20));
}

test('a file whose stream breaks is resumed where it broke, and is whole', async () => {
  const source = await sourceOf(({ headers }, response) => {
    const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
    if (from === 0) breakAfter(response, 30_000);
    else {
      const range = `bytes ${from}-${FILE.length - 1}/${FILE.length}`;
      response.writeHead(206, { 'content-range': range }).end(FILE.subarray(from));
    }
  });
  expect(await source.snapshot(NAME, FILE.length)).toEqual(FILE);
  expect(relay.asked.map(({ url, headers }) => [url, headers.range])).toEqual([
    [`/snapshots/${NAME}`, undefined],
    [`/snapshots/${NAME}`, 'bytes=30000-'],
  ]);
});

test('a file that breaks twice is a Network error; other bytes, or more of them, are refused', async () => {
  const broken = await sourceOf((_asked, response) => breakAfter(response, 1000));
  await expect(broken.snapshot(NAME, FILE.length)).rejects.toMatchObject({ code: 'Network' });
  await relay.close();
  const other = await sourceOf((_asked, response) => response.end(FILE.toReversed()));
  await expect(other.snapshot(NAME, FILE.length)).rejects.toMatchObject({ code: 'HashMismatch' });
  await expect(other.snapshot(NAME, FILE.length - 1)).rejects.toMatchObject({
    code: 'QuotaExceeded',
    reason: 'too-large',
  });
});

test('a private relay is asked again with a signature and what lets read, for the list and for a file', async () => {
  const source = await sourceOf(({ url, headers }, response) => {
    if (headers.authorization === undefined || headers['gen-capability'] === undefined) {
      response.writeHead(401, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ code: 'PermissionDenied', reason: 'read-capability', data: {} }));
    } else response.end(url === '/snapshots' ? encode(LIST) : FILE);
  }, true);
  expect(await source.snapshots()).toEqual(LIST);
  expect(await source.snapshot(NAME, FILE.length)).toEqual(FILE);
  expect(relay.asked.map(({ url, headers }) => [url, headers['gen-capability']])).toEqual([
    ['/snapshots', undefined],
    ['/snapshots', 'AQID'],
    [`/snapshots/${NAME}`, 'AQID'],
  ]);
});

test('a relay that has no list has none; one that answers something else is not believed', async () => {
  const none = await sourceOf((_asked, response) => response.writeHead(404).end());
  expect(await none.snapshots()).toBeUndefined();
  await relay.close();
  const nonsense = await sourceOf((_asked, response) => response.end(encode({ list: 'x' })));
  await expect(nonsense.snapshots()).rejects.toMatchObject({ code: 'Network' });
});
