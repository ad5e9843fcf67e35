import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { encode } from 'cborg';
import { expect, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { moduleDocument } from '../../src/core/record/document.ts';
import { DEFAULT_LIMITS } from '../../src/relay/config.ts';
import type { RunningRelay } from '../../src/relay/relay-hooks.ts';
import { emptyFolder, publisher, releasedModule, runningRelay } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');

function post(relay: RunningRelay, body: Uint8Array, type = 'application/cbor'): Promise<Response> {
  const headers = { 'content-type': type };
  return fetch(`${relay.address}/records`, { method: 'POST', body: Uint8Array.from(body), headers });
}

test('what goes wrong is told as problem details', async () => {
  const relay = await runningRelay();

  const response = await fetch(`${relay.address}/records?document=module/NoId`);

  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(await response.json()).toEqual({
    type: 'urn:gen-registry:error:InvalidInput:module-id',
    title: 'InvalidInput: module-id',
    status: 400,
    code: 'InvalidInput',
    reason: 'module-id',
    data: { field: 'id', value: 'NoId' },
  });
});

test('a POST that is no list of members, too long or too large is refused whole', async () => {
  const relay = await runningRelay();
  const many = Array.from({ length: 501 }, () => new Uint8Array());
  const answers = [
    await post(relay, Uint8Array.of(0xf6)),
    await post(relay, Uint8Array.of(0x9b, 0xff, 0xff, 0xff, 0xff)),
    await post(relay, encode(many)),
    await post(relay, encode([new Uint8Array(1024 * 1024)])),
    await post(relay, new TextEncoder().encode('[]'), 'application/json'),
  ];

  expect(answers.map(({ status }) => status)).toEqual([400, 400, 413, 413, 415]);
  expect(
    await Promise.all(answers.map(async (answer) => ((await answer.json()) as { reason: string }).reason)),
  ).toEqual(['post-shape', 'cbor', 'post-size', 'post-size', 'content-type']);
});

test('members that cannot be read are answered, each by itself', async () => {
  const alice = publisher(await runningRelay());
  const claim = await alice.claims(CODEC);

  const { results } = await alice.client.post([
    Uint8Array.of(0xf6),
    claim.bytes,
    Uint8Array.of(0x82, 2, 0x40),
  ]);

  expect(results.map(({ state }) => state)).toEqual(['refused', 'receipted', 'refused']);
});

test('a document that has not changed is not sent again', async () => {
  const alice = publisher(await runningRelay());
  const { below, capability } = await releasedModule(alice, CODEC);
  const first = await alice.client.document(moduleDocument(CODEC));
  const etag = first === 'unchanged' ? '' : first.etag;

  expect(await alice.client.document(moduleDocument(CODEC), etag)).toBe('unchanged');
  await alice.client.post([capability, (await below(['colour'], Uint8Array.of(1))).bytes]);
  expect(await alice.client.document(moduleDocument(CODEC), etag)).not.toBe('unchanged');
});

test('documents travel compressed to who asks for it', async () => {
  const relay = await runningRelay();
  await releasedModule(publisher(relay), CODEC);
  const encodings: (string | null)[] = [];
  for (const accepted of ['br, gzip', 'gzip', 'identity']) {
    const headers = { 'accept-encoding': accepted };
    const response = await fetch(`${relay.address}/records?document=module/${CODEC}`, { headers });
    encodings.push(response.headers.get('content-encoding'));
  }
  expect(encodings).toEqual(['br', 'gzip', null]);
});

test('too many requests from one address are told to wait', async () => {
  const relay = await runningRelay({ limits: { ...DEFAULT_LIMITS, requestsPerMinute: 2 } });
  const url = `${relay.address}/.well-known/gen-registry.json`;
  const answers = [await fetch(url), await fetch(url), await fetch(url)];

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(answers[2]?.headers.get('retry-after')).not.toBeNull();
  expect(await answers[2]?.json()).toMatchObject({ code: 'QuotaExceeded', reason: 'requests' });
});

test('refusals are counted by their reason', async () => {
  const relay = await runningRelay({ policy: 'closed' });
  const alice = publisher(relay);
  await alice.client.post([(await alice.claims(CODEC)).bytes]);

  const text = await (await fetch(`${relay.address}/metrics`)).text();

  expect(text).toContain('gen_registry_refused_records_total{code="PermissionDenied",reason="policy"} 1');
});

async function builtApp(): Promise<string> {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Gen</title>');
  await writeFile(join(folder, 'robots.txt'), 'User-agent: *\nAllow: /\n');
  await writeFile(join(folder, 'service-worker.js'), 'self;');
  await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'app;');
  await writeFile(join(folder, 'assets', 'app-1a2b.js.br'), brotliCompressSync('app;'));
  return folder;
}

test('the app answers its own routes, and nothing else becomes a page', async () => {
  const relay = await runningRelay({ app: await builtApp() });
  const status = async (path: string) => (await fetch(relay.address + path)).status;

  const screens = [
    '/',
    '/m/io.acme.codec',
    '/compare',
    '/publish',
    '/check',
    '/open',
    '/installed',
    '/activity',
    '/identity',
    '/moderation',
    '/settings',
  ];
  for (const path of screens) {
    const page = await fetch(relay.address + path);
    expect([path, page.status, await page.text()]).toEqual([
      path,
      200,
      expect.stringContaining('<title>Gen'),
    ]);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval';");
  }
  expect(await (await fetch(`${relay.address}/robots.txt`)).text()).toContain('User-agent');
  expect([await status('/nothing'), await status('/assets/none.js'), await status('/publish/x')]).toEqual([
    404, 404, 404,
  ]);
});

test('hashed files are kept for ever and travel compressed; the service worker is asked for anew', async () => {
  const relay = await runningRelay({ app: await builtApp() });

  const asset = await fetch(`${relay.address}/assets/app-1a2b.js`, { headers: { 'accept-encoding': 'br' } });
  const worker = await fetch(`${relay.address}/service-worker.js`);

  expect([asset.headers.get('content-encoding'), await asset.text()]).toEqual(['br', 'app;']);
  expect(asset.headers.get('content-type')).toContain('javascript');
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(worker.headers.get('cache-control')).toBe('no-cache');
  expect(worker.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('a relay without a built app says what to do', async () => {
  const relay = await runningRelay();
  const page = await fetch(relay.address);
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('npm run build')]);
});

test('a stopped relay answers nothing, and stopping twice is one stop', async () => {
  const relay = await runningRelay();
  await Promise.all([relay.stop(), relay.stop()]);
  await expect(fetch(relay.address)).rejects.toThrow('fetch failed');
});
