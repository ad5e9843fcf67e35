import type { ServerResponse } from 'node:http';
import { encode } from 'cborg';
import { afterEach, expect, test } from 'vitest';
import { httpRelay } from '../../src/adapters/http/http-relay.ts';
import { fromBase64Url, toHex } from '../../src/core/bytes.ts';
import { verifyEd25519 } from '../../src/core/ed25519.ts';
import { parseMicros, sha256Of, type Did } from '../../src/core/ids.ts';
import { AUTHORITY } from '../../src/core/record/document.ts';
import { readMessage } from '../../src/core/record/read-message.ts';
import { signerNamed } from '../support/namespace.ts';
import { testRelay, type Asked, type TestRelay } from './test-relay.ts';

const HASH = sha256Of(new Uint8Array(32));
const CAPABILITY = Uint8Array.of(1, 2, 3);
const AT = 1_790_000_000_123;

let relay: TestRelay;
afterEach(() => relay.close());

const noPermission = { code: 'PermissionDenied', reason: 'read-capability', data: {} };

/** Answers whoever shows a capability and signs; says of itself that it is private, or nothing. */
async function world(isPrivate: boolean, held: readonly Uint8Array[]) {
  const [bob, notary] = [await signerNamed('bob'), await signerNamed('notary')];
  const facts = { namespace: 'ab'.repeat(32), relay: notary.did, name: 'R', policy: 'open', maxBlob: 1 };
  relay = await testRelay((asked, response) => {
    if (asked.url.startsWith('/.well-known')) {
      response.end(JSON.stringify(isPrivate ? { ...facts, private: true } : facts));
    } else if (isPrivate && asked.headers['gen-capability'] === undefined) refuse(asked, response);
    else response.end(encode({ etag: 'x', members: [] }));
  });
  const client = httpRelay({
    base: relay.base,
    signer: async () => bob,
    clock: () => parseMicros(AT * 1000 + 7),
    capabilities: async () => held,
  });
  return { bob, notary: notary.did, client };
}

function refuse({ method }: Asked, response: ServerResponse): void {
  response.writeHead(401, { 'content-type': 'application/problem+json' });
  response.end(method === 'HEAD' ? undefined : JSON.stringify(noPermission));
}

async function isSigned(asked: Asked | undefined, relayDid: Did): Promise<boolean> {
  const { method = '', url: path = '', headers = {} } = asked ?? {};
  const [, did = '', at = '', signature = ''] = (headers.authorization ?? '').split(' ');
  const bob = await signerNamed('bob');
  expect([did, at]).toEqual([bob.did, String(AT)]);
  const message = readMessage({ relay: relayDid, did: bob.did, at: AT, method, path });
  return verifyEd25519(bob.publicKey, fromBase64Url(signature), message);
}

test('a relay that is not private learns nothing of who asks', async () => {
  const { client } = await world(false, [CAPABILITY]);
  await client.facts();
  await client.document(AUTHORITY);
  expect(relay.asked.map(({ headers }) => headers.authorization ?? headers['gen-capability'])).toEqual([
    undefined,
    undefined,
  ]);
});

test('a relay that has said that it is private is asked with a signature and what lets read, at once', async () => {
  const { client, notary } = await world(true, [CAPABILITY, Uint8Array.of(4)]);
  await client.facts();
  expect(await client.document(AUTHORITY)).toMatchObject({ etag: 'x' });
  expect(relay.asked.map(({ url }) => url)).toEqual([
    '/.well-known/gen-registry.json',
    '/records?document=authority',
  ]);
  expect(relay.asked[1]?.headers['gen-capability']).toBe('AQID, BA');
  expect(await isSigned(relay.asked[1], notary)).toBe(true);
});

test('a relay that refuses an unsigned question is asked what it is, and then again', async () => {
  const { client, notary } = await world(true, [CAPABILITY]);
  expect(await client.hasBlob(HASH)).toBe(true);
  expect(relay.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    `HEAD /blobs/${HASH}`,
    'GET /.well-known/gen-registry.json',
    `HEAD /blobs/${HASH}`,
  ]);
  expect(await isSigned(relay.asked[2], notary)).toBe(true);
});

test('who holds nothing gets the refusal, tells nobody who they are, and may still send a blob', async () => {
  const { client } = await world(true, []);
  await expect(client.document(AUTHORITY)).rejects.toMatchObject(noPermission);
  await expect(client.head()).rejects.toMatchObject(noPermission);
  await expect(client.readBlob(HASH, { limit: 10 }, () => undefined)).rejects.toMatchObject(noPermission);
  expect(await client.hasBlob(HASH)).toBe(false);
  expect(relay.asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

test('no two questions share the bytes that are signed', async () => {
  const [bob, notary] = [await signerNamed('bob'), await signerNamed('notary')];
  const question = { relay: notary.did, did: bob.did, at: AT, method: 'GET', path: '/heads' };
  const others = [
    question,
    { ...question, relay: bob.did },
    { ...question, did: notary.did },
    { ...question, at: AT + 1 },
    { ...question, method: 'HEAD' },
    { ...question, method: 'GET/', path: 'heads' },
  ];
  expect(new Set(others.map((one) => toHex(readMessage(one)))).size).toBe(others.length);
});
