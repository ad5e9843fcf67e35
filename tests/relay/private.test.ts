import * as Automerge from '@automerge/automerge/slim';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { acceptPermission } from '../../src/app/held-permissions.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { FULL_AREA, type Area } from '../../src/core/access/area.ts';
import type { Capability } from '../../src/core/access/capability.ts';
import { encodeCapability } from '../../src/core/access/capability-encoding.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { delegate, ownedCapability } from '../../src/core/access/delegation.ts';
import { fromBase64Url, fromHex } from '../../src/core/bytes.ts';
import { parseMicros, parseModuleId, parsePublicKey } from '../../src/core/ids.ts';
import {
  AUTHORITY,
  catalogDocument,
  FIRST_EPOCH,
  moduleDocument,
  ratingsDocument,
  type DocumentPath,
} from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { capabilityMember } from '../../src/core/record/member.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { letRead } from '../../src/relay/root-grants.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { encodeFrame, NONCE_BYTES, parseChallenge, peerIdOf, prove } from '../../src/replica/handshake.ts';
import { documentIdOf } from '../../src/replica/replica.ts';
import { liveDevice } from '../support/live-device.ts';
import { person } from '../support/person.ts';
import { closing, rawPeer } from '../support/raw-peer.ts';
import { startTestRelay } from '../support/relay.ts';
import { publisher, releasedModule, sha256Hex } from './world.ts';
import {
  answered,
  ask,
  asksForAll,
  BINARY,
  CODEC,
  DOCUMENTS,
  documentsSent,
  FOREIGN,
  PERSON,
  privateWorld,
  QUESTIONS,
  records,
  stranger,
  synced,
  type Asked,
  type PrivateWorld,
} from '../support/private-relay.ts';

beforeAll(() => automergeReady());

test('a private relay says so; any other says nothing of it', async () => {
  const { relay } = await privateWorld();
  const open = await startTestRelay();
  onTestFinished(() => open.close());
  const said = async (address: string) => (await fetch(`${address}/.well-known/gen-registry.json`)).json();
  expect(await said(relay.address)).toMatchObject({ private: true });
  expect(await said(open.relay.address)).not.toHaveProperty('private');
});

test('a stranger is sent not one byte of a document, blob or head over HTTP', async () => {
  const world = await privateWorld();
  expect(await answered(world, {})).toEqual([]);
  expect(await answered(world, { by: stranger() })).toEqual([]);
  expect(await answered(world, { method: 'HEAD' })).toEqual([]);
  for (const path of QUESTIONS) {
    const response = await ask(world, path, { headers: { 'if-none-match': '*', range: 'bytes=0-3' } });
    expect(response.headers.get('etag')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({
      code: 'PermissionDenied',
      reason: 'read-capability',
      data: {},
    });
  }
});

test('what is there is refused as what is not', async () => {
  const world = await privateWorld();
  const body = async (path: string) => {
    const response = await ask(world, path, { by: stranger() });
    return [response.status, await response.text()];
  };
  expect(await body(`/blobs/${sha256Hex('nothing')}`)).toEqual(await body(`/blobs/${sha256Hex(BINARY)}`));
  const nowhere = moduleDocument(parseModuleId('io.acme.nothing'));
  expect(await body(records(nowhere))).toEqual(await body(records(moduleDocument(CODEC))));
});

test('a stranger is sent not one byte of a document by sync, also not when it changes or comes into being', async () => {
  const world = await privateWorld();
  const peer = await rawPeer(world.relay.address, stranger());
  const ids = asksForAll(world, peer);
  const NEW = parseModuleId('io.acme.new');
  const namespace = parsePublicKey(fromHex(world.relay.facts.namespace));
  const newId = documentIdOf({ namespace, epoch: FIRST_EPOCH, path: moduleDocument(NEW) });
  const [, message] = Automerge.generateSyncMessage(
    Automerge.load<RecordsDocument>(GENESIS),
    Automerge.initSyncState(),
  );
  peer.sync(newId, message as Uint8Array);
  await expect
    .poll(() => peer.received.filter(({ type }) => type === 'doc-unavailable').length)
    .toBe(ids.size + 1);

  const bob = publisher(world.relay);
  await releasedModule(bob, NEW);
  await bob.client.post([(await bob.rates(CODEC, { stars: 1 })).bytes]);
  await new Promise((resolve) => setTimeout(resolve, 300));

  expect(peer.received.filter(({ data }) => data !== undefined)).toEqual([]);
  expect(peer.socket.readyState).toBe(peer.socket.OPEN);
  peer.socket.close();
});

test('who may read everything is sent everything, and nothing of it is kept by caches for others', async () => {
  const world = await privateWorld();
  const reader = stranger();
  const shown = [await world.permits(reader)];

  expect(await answered(world, { by: reader, shown })).toEqual(QUESTIONS);
  expect(await synced(world, reader, shown)).toEqual(DOCUMENTS);
  for (const path of QUESTIONS) {
    const response = await ask(world, path, { by: reader, shown });
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(response.headers.get('vary')).toContain('authorization');
    const etag = response.headers.get('etag') ?? '';
    const headers = { 'if-none-match': etag };
    expect((await ask(world, path, { by: reader, shown, headers })).status).toBe(304);
    expect((await ask(world, path, { headers })).status).toBe(401);
  }
});

test('a reader of a part is sent its documents with their blobs, the authority and people, and nothing else', async () => {
  const world = await privateWorld();
  const reader = stranger();
  const shown = [await world.permits(reader, { path: ['modules', 'io', 'acme'] })];
  const own = [AUTHORITY, moduleDocument(CODEC), ratingsDocument(CODEC), PERSON];

  expect(await answered(world, { by: reader, shown })).toEqual([
    ...own.map(records),
    `/blobs/${sha256Hex(BINARY)}`,
  ]);
  expect(await synced(world, reader, shown)).toEqual(own);
});

test.each(['once the permission has ended', 'when it covers a part of one module only'])(
  '%s, not even the authority and people are sent',
  async (when) => {
    const world = await privateWorld();
    const reader = stranger();
    const path = ['modules', 'io', 'acme', 'codec', '@'];
    const area = when.startsWith('once') ? { ...past(), path } : { path: [...path, 'versions'] };
    const shown = [await world.permits(reader, area)];

    expect(await answered(world, { by: reader, shown })).toEqual([]);
    expect(await synced(world, reader, shown)).toEqual([]);
  },
);

test('a reader of a part is sent not one byte of other modules, also not when they change or come into being', async () => {
  const world = await privateWorld();
  const reader = stranger();
  const given = await world.permits(reader, { path: ['modules', 'io', 'acme'] });
  const peer = await rawPeer(world.relay.address, reader, 'raw', [encodeCapability(given)]);
  asksForAll(world, peer);
  const NEW = parseModuleId('io.other.new');
  const namespace = parsePublicKey(fromHex(world.relay.facts.namespace));
  const idOf = (path: DocumentPath) => documentIdOf({ namespace, epoch: FIRST_EPOCH, path });
  const [, message] = Automerge.generateSyncMessage(
    Automerge.load<RecordsDocument>(GENESIS),
    Automerge.initSyncState(),
  );
  peer.sync(idOf(moduleDocument(NEW)), message as Uint8Array);
  await expect
    .poll(() => peer.received.filter(({ data }) => data !== undefined).map(({ documentId }) => documentId))
    .toContain(idOf(moduleDocument(CODEC)));

  const bob = publisher(world.relay);
  await releasedModule(bob, NEW);
  await bob.client.post([(await bob.rates(FOREIGN, { stars: 1 })).bytes]);
  await bob.client.post([(await bob.rates(CODEC, { stars: 1 })).bytes]);
  await new Promise((resolve) => setTimeout(resolve, 300));

  const sent = new Set(
    peer.received.filter(({ data }) => data !== undefined).map(({ documentId }) => documentId),
  );
  const own = [AUTHORITY, moduleDocument(CODEC), ratingsDocument(CODEC), PERSON].map(idOf);
  expect([...sent].sort()).toEqual([...own].sort());
  peer.socket.close();
  const asked = [AUTHORITY, moduleDocument(CODEC), ratingsDocument(CODEC), PERSON].map(async (document) => {
    const response = await ask(world, records(document), { by: reader, shown: [given] });
    return Buffer.from(await response.arrayBuffer());
  });
  const bodies = await Promise.all(asked);
  const spell = (name: string) => bodies.filter((body) => body.includes(name)).length;
  expect([spell('acme'), spell('other')]).toEqual([2, 0]);
});

test('a blob that a readable document comes to name may be read from then on', async () => {
  const world = await privateWorld();
  const reader = stranger();
  const shown = [await world.permits(reader, { path: ['modules', 'io', 'acme', 'second', '@'] })];
  const path = `/blobs/${sha256Hex(BINARY)}`;
  expect((await ask(world, path, { by: reader, shown })).status).toBe(401);
  await releasedModule(publisher(world.relay), parseModuleId('io.acme.second'), '1.0.0', BINARY);
  const response = await ask(world, path, { by: reader, shown });
  expect([response.status, await response.text()]).toEqual([200, BINARY]);
});

test.each([
  ['has expired', (world: PrivateWorld, to: Signer) => world.permits(to, past())],
  ['has not begun', (world: PrivateWorld, to: Signer) => world.permits(to, future())],
  ['is for another key', (world: PrivateWorld) => world.permits(stranger())],
  ['is for writing', (world: PrivateWorld, to: Signer) => world.permits(to, {}, 'write')],
  ['is of another namespace', (_: PrivateWorld, to: Signer) => elsewhere(to)],
])('a permission that %s lets read nothing', async (_, made) => {
  const world = await privateWorld();
  const reader = stranger();
  const shown = [await made(world, reader)];
  expect(await answered(world, { by: reader, shown })).toEqual([]);
  expect(await synced(world, reader, shown)).toEqual([]);
});

test('a permission that nobody signed is refused, over HTTP and before the welcome', async () => {
  const world = await privateWorld();
  const reader = stranger();
  const real = await world.permits(reader, { path: ['modules', 'io', 'acme'] });
  const [link] = real.delegations;
  const forged = { ...real, delegations: [{ ...(link as NonNullable<typeof link>), area: FULL_AREA }] };
  expect(await answered(world, { by: reader, shown: [forged] })).toEqual([]);
  const socket = new WebSocket(`${world.relay.address.replace(/^http/, 'ws')}/sync`);
  const frames: Uint8Array[] = [];
  socket.on('message', (data: Buffer) => frames.push(new Uint8Array(data)));
  await expect.poll(() => frames.length).toBe(1);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const asked = parseChallenge(frames[0] as Uint8Array);
  const sign = (message: Uint8Array<ArrayBuffer>) => reader.sign(message);
  const closed = closing(socket);
  socket.send(
    encodeFrame(await prove(asked, peerIdOf(reader.did, 'raw'), nonce, sign, [encodeCapability(forged)])),
  );
  expect(await closed).toBe(1002);
  expect(frames).toHaveLength(1);
});

test('somebody else’s permission, an overheard request for another question, relay or time lets read nothing', async () => {
  const world = await privateWorld();
  const reader = stranger();
  const shown = [await world.permits(reader)];
  const path = records(moduleDocument(CODEC));
  const status = async (asked: Asked) => (await ask(world, path, { by: reader, shown, ...asked })).status;

  expect(await status({})).toBe(200);
  expect(await status({ by: stranger() })).toBe(401);
  expect(await status({ signedPath: records(AUTHORITY) })).toBe(401);
  expect(await status({ signedRelay: stranger().did })).toBe(401);
  expect(await status({ at: Date.now() - 6 * 60_000 })).toBe(401);
  expect(await status({ headers: { authorization: 'Gen nonsense' }, by: undefined as never })).toBe(401);
});

test('a permission that is revoked stops what is sent with the next record, on the open socket too', async () => {
  const world = await privateWorld();
  const reader = stranger();
  const given = await world.permits(reader);
  const peer = await rawPeer(world.relay.address, reader, 'raw', [encodeCapability(given)]);
  const ids = asksForAll(world, peer);
  await expect.poll(() => documentsSent(peer, ids)).toEqual(DOCUMENTS);
  await new Promise((resolve) => setTimeout(resolve, 200));

  const { root } = world;
  const admin = publisher(world.relay);
  const sign = (message: Uint8Array) => root.sign(Uint8Array.from(message));
  const whole = await ownedCapability({
    namespace: root.publicKey,
    user: root.publicKey,
    mode: 'write',
    sign,
  });
  const acting = capabilityMember(
    await delegate(whole, {
      area: { ...FULL_AREA, path: ['revocations'] },
      receiver: admin.signer.publicKey,
      sign,
    }),
  );
  const end = await admin.signs({
    path: ['revocations', capabilityMember(given).id],
    payload: writeBody('revocation', { heads: [], reason: 'left us' }),
    credential: fromBase64Url(acting.id),
  });
  expect((await admin.client.post([acting.bytes, end.bytes])).results[0]?.state).toBe('receipted');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const before = peer.received.filter(({ data }) => data !== undefined).length;
  await admin.client.post([(await admin.rates(CODEC, { stars: 2 })).bytes]);
  await new Promise((resolve) => setTimeout(resolve, 300));

  expect(peer.received.filter(({ data }) => data !== undefined)).toHaveLength(before);
  expect(await answered(world, { by: reader, shown: [given] })).toEqual([]);
  expect(await synced(world, reader, [given])).toEqual([]);
  peer.socket.close();
});

test('a socket that comes back without its permission is sent nothing, also not what the one before had asked for', async () => {
  const world = await privateWorld();
  const reader = stranger();
  const first = await rawPeer(world.relay.address, reader, 'raw', [
    encodeCapability(await world.permits(reader)),
  ]);
  const ids = asksForAll(world, first);
  await expect.poll(() => documentsSent(first, ids)).toEqual(DOCUMENTS);
  first.socket.close();

  const second = await rawPeer(world.relay.address, reader, 'raw');
  asksForAll(world, second);
  const bob = publisher(world.relay);
  await bob.client.post([(await bob.rates(CODEC, { stars: 3 })).bytes]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(documentsSent(second, ids)).toEqual([]);
  second.socket.close();
});

test('who may not read can post all the same, and is answered with receipts and grants', async () => {
  const world = await privateWorld();
  const bob = publisher(world.relay);
  const { answer } = await releasedModule(bob, parseModuleId('io.bob.codec'), '1.0.0', BINARY);
  expect(answer.results.map(({ state }) => state)).toEqual(['receipted']);
  await expect(bob.client.document(moduleDocument(CODEC))).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'read-capability',
  });
});

test('two people who were let read publish, find, sync and install on a private registry', async () => {
  const world = await privateWorld();
  const { address } = world.relay;
  const [alice, bob] = [await person(address), await person(address)];
  for (const { device, signer } of [alice, bob]) {
    // Taken in before anything was read.
    const { bytes } = await letRead(world.root, undefined, signer.publicKey, undefined);
    expect(await acceptPermission(device, capabilityLink(address, bytes))).toMatchObject({
      mode: 'read',
      scope: '*',
    });
  }
  const id = parseModuleId('io.alice.codec');
  expect(await alice.publishes({ id, version: '1.0.0' })).toMatchObject({ state: 'receipted' });

  expect(await knownModule(bob.device, id)).toMatchObject({ id, owner: alice.signer.did });
  const job = await requestInstall(bob.device, id);
  await bob.drains();
  expect(await bob.device.tables.get('jobs', job.id)).toMatchObject({ state: 'installed' });
  const live = await liveDevice(bob, address);
  onTestFinished(() => live.close());
  const shard = await live.replica.open(catalogDocument(id, FIRST_EPOCH));
  await expect.poll(() => shard.members.size).toBe(1);
  expect(live.refusals).toEqual([]);

  const carol = await person(address);
  await expect(knownModule(carol.device, id)).rejects.toMatchObject({ reason: 'read-capability' });
});

const past = (): Partial<Area> => ({
  times: { start: parseMicros(0), end: parseMicros(Date.now() * 1000 - 1) },
});
const future = (): Partial<Area> => ({
  times: { start: parseMicros((Date.now() + 60_000) * 1000), end: undefined },
});

async function elsewhere(to: Signer): Promise<Capability> {
  const other = await startTestRelay({ private: true });
  onTestFinished(() => other.close());
  const root = (await readRootKey(other.folder)) as Signer;
  return (await letRead(root, undefined, to.publicKey, undefined)).capability;
}
