import { createHash, generateKeyPairSync, sign as signEd25519 } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { encode } from 'cborg';
import { afterEach, describe, expect, test } from 'vitest';
import { httpRelay, type HttpRelayOptions } from '../../src/adapters/http/http-relay.ts';
import { concat, fromBase64Url } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { verifyEd25519 } from '../../src/core/ed25519.ts';
import { didOf, parseDid, parseMicros, parsePublicKey, sha256Of } from '../../src/core/ids.ts';
import { AUTHORITY } from '../../src/core/record/document.ts';
import { putBlobMessage } from '../../src/core/record/put-blob-message.ts';
import type { Signer } from '../../src/ports/identity.ts';
import type { RelayClient } from '../../src/ports/relay-client.ts';
import { testRelay, type Asked, type TestRelay } from './test-relay.ts';

const keys = generateKeyPairSync('ed25519');
const publicKey = parsePublicKey(Buffer.from(keys.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
const signer: Signer = {
  did: didOf(publicKey),
  publicKey,
  sign: async (message) => Uint8Array.from(signEd25519(null, message, keys.privateKey)),
};

const FACTS = {
  namespace: 'ab'.repeat(32),
  relay: signer.did,
  name: 'Test relay',
  policy: 'open',
  maxBlob: 1000,
};
const CONTENT = Uint8Array.from({ length: 30_000 }, (_, index) => index % 251);
const HASH = sha256Of(createHash('sha256').update(CONTENT).digest());

let relay: TestRelay;
afterEach(() => relay.close());

/** A client of a relay that answers like this. */
async function clientOf(
  answer: (asked: Asked, response: ServerResponse) => void,
  options: Partial<HttpRelayOptions> = {},
) {
  relay = await testRelay(answer);
  const clock = () => parseMicros(1_790_000_000_123_456);
  return httpRelay({ base: relay.base, signer: async () => signer, clock, ...options });
}

function problem(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
}

describe('facts', () => {
  test('are read, whatever else the relay says beside them', async () => {
    const client = await clientOf((_asked, response) =>
      response.end(JSON.stringify({ ...FACTS, motto: 'hi' })),
    );
    expect(await client.facts()).toEqual(FACTS);
    expect(relay.asked[0]?.url).toBe('/.well-known/gen-registry.json');
  });

  test.each([
    ['a page of HTML', '<!doctype html><title>Hello</title>'],
    ['facts with a field amiss', JSON.stringify({ ...FACTS, relay: 'did:web:example.org' })],
    ['no UTF-8', Buffer.of(0xff, 0xfe)],
    ['nothing', ''],
    ['more than facts can be', ' '.repeat(70_000)],
  ])('%s is nonsense', async (_kind, body) => {
    const client = await clientOf((_asked, response) => response.end(body));
    await expect(client.facts()).rejects.toMatchObject({ code: 'Network', reason: 'nonsense' });
  });

  test('a relay that is not there is unreachable', async () => {
    const client = await clientOf(() => undefined);
    await relay.close();
    await expect(client.facts()).rejects.toMatchObject({ code: 'Network', reason: 'unreachable' });
  });

  test('a relay that does not answer in time is a Timeout', async () => {
    const client = await clientOf(() => undefined, { timeouts: { facts: 20 } });
    await expect(client.facts()).rejects.toMatchObject({ code: 'Timeout', reason: 'relay' });
  });

  test('a relay that begins to answer and then rests is a Timeout', async () => {
    const client = await clientOf((_asked, response) => response.write('{'), { timeouts: { facts: 20 } });
    await expect(client.facts()).rejects.toMatchObject({ code: 'Timeout', reason: 'relay' });
  });

  test('a caller who gives up before or meanwhile gets Cancelled', async () => {
    const client = await clientOf(() => leave.abort());
    const leave = new AbortController();
    await expect(client.facts(AbortSignal.abort())).rejects.toMatchObject({ code: 'Cancelled' });
    await expect(client.facts(leave.signal)).rejects.toMatchObject({ code: 'Cancelled', reason: 'aborted' });
  });
});

describe('posting', () => {
  const members = [Uint8Array.of(1), Uint8Array.of(2, 3)];

  test('sends the members as one CBOR array and reads results and members', async () => {
    const answer = {
      results: [
        { id: 'a', state: 'receipted' },
        {
          id: 'b',
          state: 'refused',
          error: { code: 'AlreadyExists', reason: 'version', data: { version: '1.0.0' } },
        },
      ],
      members: [Uint8Array.of(9)],
    };
    const client = await clientOf((_asked, response) => response.end(encode(answer)));
    expect(await client.post(members)).toEqual(answer);
    expect(relay.asked[0]).toMatchObject({ method: 'POST', url: '/records', body: encode(members) });
    expect(relay.asked[0]?.headers['content-type']).toBe('application/cbor');
  });

  test('the relay’s own error arrives with code, reason and data', async () => {
    const said = { type: 'about:blank', code: 'QuotaExceeded', reason: 'disk-full', data: { free: 0 } };
    const client = await clientOf((_asked, response) => problem(response, 507, said));
    await expect(client.post(members)).rejects.toMatchObject({
      code: 'QuotaExceeded',
      reason: 'disk-full',
      data: { free: 0 },
    });
  });

  test.each([
    ['an unknown code', 400, { code: 'Haunted', reason: 'ghost' }, 'nonsense'],
    ['what only a person here can do', 409, { code: 'Cancelled', reason: 'aborted' }, 'nonsense'],
    ['no problem details at all', 418, 'teapot', 'nonsense'],
    ['a proxy before a relay that is down', 502, 'Bad Gateway', 'unreachable'],
  ])('an error with %s is a Network error', async (_kind, status, body, reason) => {
    const client = await clientOf((_asked, response) => problem(response, status, body));
    await expect(client.post(members)).rejects.toMatchObject({ code: 'Network', reason });
  });

  test.each([
    ['truncated CBOR', encode({ results: [], members: [Uint8Array.of(1, 2, 3)] }).subarray(0, -2)],
    ['CBOR of another shape', encode({ results: {}, members: [] })],
    ['members that are no bytes', encode({ results: [], members: ['text'] })],
    [
      'more results than records',
      encode({ results: [1, 2, 3].map((id) => ({ id: `${id}`, state: 'receipted' })), members: [] }),
    ],
    ['arrays nested without end', new Uint8Array(100_000).fill(0x81)],
  ])('%s is nonsense', async (_kind, body) => {
    const client = await clientOf((_asked, response) => response.end(body));
    await expect(client.post(members)).rejects.toMatchObject({ code: 'Network', reason: 'nonsense' });
  });
});

describe('documents', () => {
  const answer = { etag: '"7"', members: [Uint8Array.of(1)] };

  test('are asked for by path and come with their etag', async () => {
    const client = await clientOf((_asked, response) => response.end(encode(answer)));
    expect(await client.document(AUTHORITY)).toEqual(answer);
    expect(relay.asked[0]?.url).toBe('/records?document=authority');
    expect(relay.asked[0]?.headers['if-none-match']).toBeUndefined();
  });

  test('an etag that still holds is answered with unchanged', async () => {
    const client = await clientOf((_asked, response) => response.writeHead(304).end());
    expect(await client.document(AUTHORITY, '"7"')).toBe('unchanged');
    expect(relay.asked[0]?.headers['if-none-match']).toBe('"7"');
  });

  test('unchanged to a question without etag is nonsense', async () => {
    const client = await clientOf((_asked, response) => response.writeHead(304).end());
    await expect(client.document(AUTHORITY)).rejects.toMatchObject({ code: 'Network', reason: 'nonsense' });
  });

  test('an answer without end is cut off at the limit', async () => {
    const client = await clientOf((_asked, response) => pour(response, new Uint8Array(1 << 20)));
    await expect(client.document(AUTHORITY)).rejects.toMatchObject({
      code: 'Network',
      reason: 'nonsense',
      data: { where: 'size' },
    });
  });

  test('an answer whose stream breaks is a Network error', async () => {
    const client = await clientOf((_asked, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('x', () => response.destroy());
    });
    await expect(client.document(AUTHORITY)).rejects.toMatchObject({
      code: 'Network',
      reason: 'unreachable',
    });
  });
});

describe('storing blobs', () => {
  test('a relay has a blob or has it not', async () => {
    const client = await clientOf(({ url }, response) =>
      response.writeHead(url.endsWith(HASH) ? 200 : 404).end(),
    );
    expect(await client.hasBlob(HASH)).toBe(true);
    expect(await client.hasBlob(sha256Of(new Uint8Array(32)))).toBe(false);
    expect(relay.asked[0]).toMatchObject({ method: 'HEAD', url: `/blobs/${HASH}` });
  });

  test.each([
    ['bytes', CONTENT],
    ['a Blob', new Blob([CONTENT])],
  ])('%s are put with a signature over key, time and hash', async (_kind, content) => {
    const client = await clientOf((_asked, response) => response.writeHead(201).end());
    await client.putBlob(HASH, content);
    const asked = relay.asked[0];
    const [scheme, did = '', at, signature = ''] = (asked?.headers.authorization ?? '').split(' ');
    expect([scheme, did, at]).toEqual(['Gen', signer.did, '1790000000123']);
    const message = putBlobMessage({ did: parseDid(did), at: Number(at), sha256: HASH });
    expect(await verifyEd25519(publicKey, fromBase64Url(signature), message)).toBe(true);
    expect(asked?.body).toEqual(CONTENT);
  });

  test('a refusal arrives as the relay’s error', async () => {
    const said = { code: 'PermissionDenied', reason: 'blob-signature', data: {} };
    const client = await clientOf((_asked, response) => problem(response, 403, said));
    await expect(client.putBlob(HASH, CONTENT)).rejects.toMatchObject({
      code: said.code,
      reason: said.reason,
    });
  });
});

describe('fetching blobs', () => {
  const limit = CONTENT.length;

  /** What of the blob is read from a place on, in one. */
  async function read(client: RelayClient, from = 0, signal?: AbortSignal): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    await client.readBlob(HASH, { from, limit, signal }, (piece) => void pieces.push(piece.slice()));
    return concat(...pieces);
  }

  test('a blob comes piece by piece, each when the one before is done with', async () => {
    const client = await clientOf((_asked, response) => response.end(CONTENT));
    let busy = 0;
    const pieces: Uint8Array[] = [];
    await client.readBlob(HASH, { limit }, async (piece) => {
      busy += 1;
      expect(busy).toBe(1);
      await new Promise((resolve) => setTimeout(resolve));
      pieces.push(piece.slice());
      busy -= 1;
    });
    expect(concat(...pieces)).toEqual(CONTENT);
  });

  test('a stream without end stops at the limit', async () => {
    const client = await clientOf((_asked, response) => pour(response, new Uint8Array(10_000)));
    await expect(read(client)).rejects.toMatchObject({
      code: 'QuotaExceeded',
      reason: 'too-large',
      data: { limit },
    });
    expect(relay.asked).toHaveLength(1);
  });

  test('a blob that the relay has not is NotFound', async () => {
    const client = await clientOf((_asked, response) => response.writeHead(404).end('none'));
    await expect(read(client)).rejects.toMatchObject({ code: 'NotFound', reason: 'blob' });
  });

  test('the rest of a blob is asked for as a range', async () => {
    const client = await clientOf((_asked, response) => {
      const range = `bytes 10000-${limit - 1}/${limit}`;
      response.writeHead(206, { 'content-range': range }).end(CONTENT.subarray(10_000));
    });
    expect(await read(client, 10_000)).toEqual(CONTENT.subarray(10_000));
    expect(relay.asked.map(({ headers }) => headers.range)).toEqual(['bytes=10000-']);
  });

  test('of a relay that ignores the range nothing is taken twice', async () => {
    const client = await clientOf((_asked, response) => response.end(CONTENT));
    expect(await read(client, 10_000)).toEqual(CONTENT.subarray(10_000));
  });

  test('more than the rest of the limit ends a range too', async () => {
    const client = await clientOf((_asked, response) => {
      response.writeHead(206, { 'content-range': `bytes 10000-${limit}/${limit + 1}` }).end(CONTENT);
    });
    await expect(read(client, 10_000)).rejects.toMatchObject({ reason: 'too-large' });
  });

  test('a stream that breaks is a Network error', async () => {
    const client = await clientOf((_asked, response) => breakAfter(response, 1000));
    await expect(read(client)).rejects.toMatchObject({ code: 'Network', reason: 'unreachable' });
  });

  test('another range than the one asked for is nonsense', async () => {
    const client = await clientOf((_asked, response) => {
      response.writeHead(206, { 'content-range': 'bytes 5-9/10' }).end('12345');
    });
    await expect(read(client, 1000)).rejects.toMatchObject({ code: 'Network', reason: 'nonsense' });
  });

  test('a stream that rests is a Timeout, whoever takes their time is none', async () => {
    const stalls = { timeouts: { blob: 30 } };
    const client = await clientOf((_asked, response) => response.write(CONTENT.subarray(0, 1000)), stalls);
    let taken = 0;
    const reading = client.readBlob(HASH, { limit }, async (piece) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      taken += piece.length;
    });
    await expect(reading).rejects.toMatchObject({ code: 'Timeout', reason: 'relay' });
    expect(taken).toBe(1000);
  });

  test('a caller who gives up while it streams gets Cancelled', async () => {
    const client = await clientOf((_asked, response) => response.write(CONTENT.subarray(0, 1000)));
    const leave = new AbortController();
    const reading = client.readBlob(HASH, { limit, signal: leave.signal }, () => leave.abort());
    await expect(reading).rejects.toMatchObject({ code: 'Cancelled', reason: 'aborted' });
    expect(relay.asked).toHaveLength(1);
  });

  test('whoever takes it and fails has the connection closed, and their own error', async () => {
    let closed = false;
    const client = await clientOf((_asked, response) => {
      response.on('close', () => (closed = true));
      response.write(CONTENT.subarray(0, 1000));
    });
    const full = new GenError('QuotaExceeded', 'storage-full');
    await expect(client.readBlob(HASH, { limit }, () => Promise.reject(full))).rejects.toBe(full);
    await expect.poll(() => closed).toBe(true);
  });
});

test('a base with a path and a closing slash is kept', async () => {
  const client = await clientOf((_asked, response) => response.end(JSON.stringify(FACTS)));
  const clock = () => parseMicros(0);
  const nested = httpRelay({ base: `${relay.base}/registry/`, signer: async () => signer, clock });
  await nested.facts();
  await client.facts();
  expect(relay.asked.map(({ url }) => url)).toEqual([
    '/registry/.well-known/gen-registry.json',
    '/.well-known/gen-registry.json',
  ]);
});

/** Sends a piece for ever, as fast as it is read. */
function pour(response: ServerResponse, piece: Uint8Array): void {
  const more = (): void => {
    if (!response.destroyed) response.write(piece, more);
  };
  more();
}

function breakAfter(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-length': CONTENT.length });
  response.write(CONTENT.subarray(0, bytes), () => setTimeout(() => response.destroy(), 20));
}
