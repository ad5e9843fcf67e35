import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Automerge from '@automerge/automerge/slim';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ascii, concat } from '../../src/core/bytes.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { AUTHORITY, catalogDocument, FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import { decodeRecord, encodeRecord, memberIdOf } from '../../src/core/record/record.ts';
import { holdsForged } from '../../src/app/engine/forged-shard.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { documentIdOf } from '../../src/replica/replica.ts';
import { bentChange, type Bend } from '../support/bent-change.ts';
import { liveDevice, type LiveDevice } from '../support/live-device.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { person, type Person } from '../support/person.ts';
import { closing, rawPeer, rawSocket, syncMessage } from '../support/raw-peer.ts';
import { Publisher, signerNamed, testNamespace } from '../support/namespace.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
let world: TestRelay;
let alice: Person;
let mallory: Person;
let witness: LiveDevice;

beforeEach(async () => {
  world = await startTestRelay();
  alice = await person(world.relay.address);
  mallory = await person(world.relay.address);
  witness = await liveDevice(await person(world.relay.address), world.relay.address);
  await alice.publishes({ id: codec, version: '1.0.0' });
});
afterEach(async () => {
  await witness.close();
  await world.close();
});

function address(path: Parameters<typeof witness.replica.addressOf>[0]) {
  return documentIdOf(witness.replica.addressOf(path));
}

function onDisk(marker: Uint8Array): boolean {
  return readdirSync(world.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(Buffer.from(marker)));
}

/** The honest publisher's next release arrives at somebody else: the relay is alive and well. */
async function expectHonestWorkToGoOn(version: string): Promise<void> {
  expect(await alice.publishes({ id: codec, version })).toMatchObject({ state: 'receipted' });
  expect((await knownModule(mallory.device, codec))?.latest).toBe(version);
}

test('one byte 0xf6, or anything else, before the proof does not stop the relay', async () => {
  const frames = [
    Uint8Array.of(0xf6),
    new Uint8Array(),
    Uint8Array.of(0xa1, 0x64),
    ascii('{"type":"join"}'),
    GENESIS,
  ];
  for (const frame of frames) {
    const socket = await rawSocket(world.relay.address);
    const closed = closing(socket);
    socket.send(frame);
    expect(await closed).toBe(1002);
  }
  await expectHonestWorkToGoOn('1.0.1');
});

test('what a proved peer sends that is no message closes its socket only', async () => {
  const frames: unknown[] = [
    null,
    {},
    { type: 'join' },
    { type: 'sync', senderId: 1 },
    { type: 'sync', senderId: 'x/y' },
  ];
  for (const frame of frames) {
    const peer = await rawPeer(world.relay.address, mallory.signer);
    const closed = peer.closed();
    peer.send(frame as Record<string, unknown>);
    expect(await closed).toBe(1002);
  }
  await expectHonestWorkToGoOn('1.0.1');
});

test("nobody joins under another one's peer id", async () => {
  const peer = await rawPeer(world.relay.address, mallory.signer);
  const closed = peer.closed();
  peer.send({ type: 'join', senderId: `${alice.signer.did}/raw`, peerMetadata: {} });
  expect(await closed).toBe(1002);
});

test('a frame above the limit closes that socket with 1009', async () => {
  const peer = await rawPeer(world.relay.address, mallory.signer);
  const closed = peer.closed();
  peer.socket.send(new Uint8Array(4 * 1024 * 1024 + 1));
  expect(await closed).toBe(1009);
  await expectHonestWorkToGoOn('1.0.1');
});

test('a forged record never shows, never reaches the disk, and never reaches another peer', async () => {
  const document = await witness.replica.open(moduleDocument(codec));
  await witness.synced(moduleDocument(codec));
  const before = document.members.size;
  const { bytes } = await forgedRecord();
  const doc = Automerge.change(Automerge.load<RecordsDocument>(GENESIS), (draft) => {
    draft.records[memberIdOf(bytes)] = bytes;
  });
  const peer = await rawPeer(world.relay.address, mallory.signer);
  const closed = peer.closed();
  peer.sync(address(moduleDocument(codec)), syncMessage(doc));

  expect(await closed).toBe(1002);
  await expectHonestWorkToGoOn('1.0.1');
  await expect.poll(() => document.members.size).toBeGreaterThan(before);
  expect(document.members.has(memberIdOf(bytes))).toBe(false);
  expect(onDisk(ascii('forged-by-mallory'))).toBe(false);
  expect((await knownModule(mallory.device, codec))?.name).toBe('Codec');
});

/** Signed by Mallory's own namespace: a perfect record, but for the permission. */
async function forgedRecord() {
  const elsewhere = await testNamespace('mallory');
  const grant = await elsewhere.grants(await signerNamed('mallory'), codec);
  const forger = new Publisher(
    witness.replica.namespace,
    codec,
    await signerNamed('mallory'),
    grant.capability,
  );
  return forger.sets('name', 'forged-by-mallory');
}

test("a stranger's card for somebody else's module is refused, by sync and by post", async () => {
  const grant = await (await testNamespace('mallory')).grants(mallory.signer, codec);
  const stranger = new Publisher(
    witness.replica.namespace,
    codec,
    mallory.signer,
    grant.capability,
    Date.now() * 1000,
  );
  const card = await stranger.cards('1.0.0', 'forged-by-mallory');
  const doc = Automerge.change(Automerge.load<RecordsDocument>(GENESIS), (draft) => {
    draft.records[card.id] = card.bytes;
  });
  const peer = await rawPeer(world.relay.address, mallory.signer);
  const closed = peer.closed();
  peer.sync(address(catalogDocument(codec, FIRST_EPOCH)), syncMessage(doc));
  expect(await closed).toBe(1002);

  const { results } = await mallory.device.relay.post([card.bytes]);
  expect(results[0]).toMatchObject({ state: 'refused' });
  expect(onDisk(ascii('forged-by-mallory'))).toBe(false);
});

test.each<[string, Bend]>([
  ['operations numbered so high that nobody can count on', { startOp: 2 ** 31 }],
  ['operations numbered so low that what is saved is not read', { startOp: 1 }],
  ['an actor that makes Automerge give up', { actor: new Uint8Array(16).fill(0xf9) }],
])('nobody brings a card back with %s: the shard stays in sync everywhere', async (_, bend) => {
  const path = catalogDocument(codec, FIRST_EPOCH);
  const shard = await witness.replica.open(path);
  await expect.poll(() => shard.members.size).toBe(1);
  const [card] = [...shard.members.values()];
  if (card === undefined) throw new Error('no card');
  const made = Automerge.change(Automerge.load<RecordsDocument>(GENESIS), (draft) => {
    draft.records[card.id] = card.bytes;
  });
  const change = bentChange(Automerge.getLastLocalChange(made) ?? new Uint8Array(), bend);
  const heads = Automerge.getHeads(made);
  const peer = await rawPeer(world.relay.address, mallory.signer);
  const closed = peer.closed();
  peer.sync(address(path), Automerge.encodeSyncMessage({ heads, need: [], have: [], changes: [change] }));
  expect(await closed).toBe(1002);

  await expectHonestWorkToGoOn('1.0.1');
  await expect.poll(() => shard.members.size).toBe(2);
  const fresh = await liveDevice(await person(world.relay.address), world.relay.address);
  const copy = await fresh.replica.open(path);
  await expect.poll(() => copy.members.size).toBe(2);
  expect([...witness.refusals, ...fresh.refusals]).toEqual([]);
  await fresh.close();
});

test('a device that was given a forged card in a file begins that shard anew, and syncs it like any other', async () => {
  const path = catalogDocument(codec, FIRST_EPOCH);
  const shard = await witness.replica.open(path);
  await expect.poll(() => shard.members.size).toBe(1);
  const [card] = [...shard.members.values()];
  if (card?.member !== 'record') throw new Error('no card');
  const forged = decodeRecord(encodeRecord({ ...card, credential: new Uint8Array() }, new Uint8Array(64)));
  const copy = Automerge.load<RecordsDocument>(Automerge.save(shard.handle.doc()));
  const file = Automerge.change(copy, (draft) => {
    draft.records[forged.id] = forged.bytes;
  });
  const storage = memoryStorage();
  const device = await liveDevice(mallory, world.relay.address, storage);
  await device.replica.seed(path, Automerge.save(file));
  const before = await device.replica.open(path);
  expect(await holdsForged(before, [card.id])).toBe(false);
  expect(await holdsForged(before, [card.id, forged.id])).toBe(true);
  let losses = 0;
  const { onClose } = device.link;
  device.link.onClose = () => {
    losses += 1;
    onClose();
  };
  await expect.poll(() => losses, { timeout: 10_000 }).toBeGreaterThan(1);

  device.link.cut();
  await device.replica.discard(before);
  const anew = await device.replica.open(path);
  await expect.poll(() => [...anew.members.keys()]).toEqual([card.id]);
  await expectHonestWorkToGoOn('1.0.1');
  await expect.poll(() => anew.members.size).toBe(2);
  await device.replica.flush();
  await device.close();

  const again = await liveDevice(mallory, world.relay.address, storage);
  const later = await again.replica.open(path);
  expect(later.members.size).toBe(2);
  await expectHonestWorkToGoOn('1.0.2');
  await expect.poll(() => later.members.size).toBe(3);
  expect(again.link.socket?.readyState).toBe(1);
  await again.close();
});

test('a delete of what everybody holds is refused and changes nothing', async () => {
  const held = await witness.replica.open(AUTHORITY);
  await expect.poll(() => held.members.size).toBeGreaterThan(0);
  const size = held.members.size;
  const copy = Automerge.load<RecordsDocument>(Automerge.save(held.handle.doc()));
  const emptied = Automerge.change(copy, (draft) => {
    for (const id of Object.keys(draft.records)) delete draft.records[id];
  });
  const peer = await rawPeer(world.relay.address, mallory.signer);
  const closed = peer.closed();
  peer.sync(address(AUTHORITY), syncMessage(emptied));
  expect(await closed).toBe(1002);
  await expectHonestWorkToGoOn('1.0.1');
  expect(held.members.size).toBe(size);
});

test('asking for a hundred documents that do not exist makes none; a thousand closes the socket', async () => {
  const peer = await rawPeer(world.relay.address, mallory.signer);
  const closed = peer.closed();
  const genesis = Automerge.load<RecordsDocument>(GENESIS);
  const ask = (index: number): void => {
    const id = documentIdOf(
      witness.replica.addressOf(moduleDocument(parseModuleId(`io.example.none-${index}`))),
    );
    peer.sync(id, syncMessage(genesis));
  };
  for (let index = 0; index < 100; index += 1) ask(index);
  await expect.poll(() => peer.received.filter(({ type }) => type === 'doc-unavailable')).toHaveLength(100);
  expect(world.relay.journal.documents().filter((path) => path.includes('none-'))).toEqual([]);
  for (let index = 100; index < 1000; index += 1) ask(index);
  expect(await closed).toBe(1008);
  await expectHonestWorkToGoOn('1.0.1');
});

test('an ephemeral message goes to nobody', async () => {
  const path = moduleDocument(codec);
  await witness.replica.open(path);
  await witness.synced(path);
  const heard: unknown[] = [];
  const { handle } = await witness.replica.open(path);
  handle.on('ephemeral-message', (message) => heard.push(message));
  const peer = await rawPeer(world.relay.address, mallory.signer);
  const base = { senderId: peer.peer, targetId: world.relay.facts.relay, documentId: address(path) };
  peer.send({
    ...base,
    type: 'ephemeral',
    count: 1,
    sessionId: 's',
    data: concat(Uint8Array.of(0x61), ascii('x')),
  });
  await expectHonestWorkToGoOn('1.0.1');
  expect(heard).toEqual([]);
});
