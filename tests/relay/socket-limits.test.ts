import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as Automerge from '@automerge/automerge/slim';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { epochOf, FIRST_EPOCH, moduleDocument, modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { signRecord } from '../../src/core/record/record.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/relay/config.ts';
import { GENESIS } from '../../src/replica/genesis.ts';
import { documentIdOf } from '../../src/replica/replica.ts';
import { person, type Person } from '../support/person.ts';
import { closing, rawPeer, rawSocket, syncMessage } from '../support/raw-peer.ts';
import { SlowReaders } from '../../src/relay/slow-readers.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const MIB = 1024 * 1024;
let world: TestRelay;
afterEach(() => world.close());

async function relayWith(limits: Partial<Limits>): Promise<Person> {
  world = await startTestRelay({ limits: { ...DEFAULT_LIMITS, ...limits } });
  return person(world.relay.address);
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${world.relay.address}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1],
  );
}

function idOf({ device: { namespace } }: Person, module: string) {
  const path = moduleDocument(parseModuleId(module));
  return documentIdOf({ namespace, epoch: epochOf(path, FIRST_EPOCH), path });
}

const askForAll = (): Uint8Array => syncMessage(Automerge.load(GENESIS));

test('one key holds so many sockets; the next is closed with 1013, and one that goes makes room', async () => {
  const mallory = await relayWith({ socketsPerKey: 2 });
  const { address } = world.relay;
  const first = await rawPeer(address, mallory.signer, 'a');
  await rawPeer(address, mallory.signer, 'b');
  expect(await (await rawPeer(address, mallory.signer, 'c')).closed()).toBe(1013);
  expect(await metric('gen_registry_refused_peers_total{code="QuotaExceeded",reason="sockets"}')).toBe(1);
  first.socket.close();
  await expect.poll(() => metric('gen_registry_sockets')).toBe(1);
  const again = await rawPeer(address, mallory.signer, 'd');
  await expect.poll(() => again.received.map(({ type }) => type)).toEqual(['peer']);
});

test('one address holds so many sockets, and so many that have not proved themselves', async () => {
  await relayWith({ unprovedPerAddress: 2 });
  await rawSocket(world.relay.address);
  await rawSocket(world.relay.address);
  expect(await closing(await rawSocket(world.relay.address))).toBe(1013);
});

test('when there are too many sockets without a proof the oldest gives way', async () => {
  const alice = await relayWith({ unprovedSockets: 2 });
  const oldest = closing(await rawSocket(world.relay.address));
  await rawSocket(world.relay.address);
  const honest = await rawPeer(world.relay.address, alice.signer);
  expect(await oldest).toBe(1013);
  await expect.poll(() => honest.received.map(({ type }) => type)).toEqual(['peer']);
});

test('before its proof a socket may send no more than a proof', async () => {
  await relayWith({});
  const socket = await rawSocket(world.relay.address);
  const closed = closing(socket);
  socket.send(new Uint8Array(1024 * 1024), { fin: false });
  await closed;
  expect(await metric('gen_registry_refused_peers_total{code="QuotaExceeded",reason="handshake-size"}')).toBe(
    1,
  );
});

test('frames that are never finished take no more memory than there is for them', async () => {
  const mallory = await relayWith({ unfinishedFrames: 1024 * 1024 });
  const peers = [];
  for (const device of ['a', 'b', 'c'])
    peers.push(await rawPeer(world.relay.address, mallory.signer, device));
  const closed = Promise.race(peers.map((peer) => peer.closed()));
  for (const { socket } of peers) socket.send(new Uint8Array(500 * 1024), { fin: false });
  await closed;
  expect(await metric('gen_registry_unfinished_bytes')).toBeLessThanOrEqual(1024 * 1024);
});

test('a socket that sends far above its rate is closed with 1008; a burst is not', async () => {
  const mallory = await relayWith({ framesPerSecond: 10 });
  const patient = await rawPeer(world.relay.address, mallory.signer, 'a');
  const greedy = await rawPeer(world.relay.address, mallory.signer, 'b');
  const closed = greedy.closed();
  for (let frame = 0; frame < 60; frame += 1) patient.send({ type: 'leave', senderId: patient.peer });
  for (let frame = 0; frame < 2000; frame += 1) greedy.send({ type: 'leave', senderId: greedy.peer });
  expect(await closed).toBe(1008);
  expect(patient.socket.readyState).toBe(patient.socket.OPEN);
});

test('the documents of one key are counted over its sockets', async () => {
  const mallory = await relayWith({ documentsPerKey: 30 });
  const peers = [await rawPeer(world.relay.address, mallory.signer, 'a')];
  peers.push(await rawPeer(world.relay.address, mallory.signer, 'b'));
  const closed = Promise.race(peers.map((peer) => peer.closed()));
  for (let number = 0; number < 40; number += 1) {
    const peer = peers[number % 2];
    peer?.sync(idOf(mallory, `io.example.none-${number}`), askForAll());
  }
  expect(await closed).toBe(1008);
});

test('who follows the most documents makes room when too many are in memory', async () => {
  const alice = await relayWith({ followedDocuments: 400 });
  const ids = Array.from({ length: 420 }, (_, number) => `io.example.module-${number}`);
  const claims = await Promise.all(
    ids.map((id) =>
      signRecord(
        {
          namespace: pairedCommunalNamespace(alice.device.namespace),
          subspace: alice.signer.publicKey,
          path: ['claims', ...modulePath(parseModuleId(id))],
          timestamp: parseMicros(Date.now() * 1000),
          credential: new Uint8Array(),
          payload: writeBody('claim', {}),
        },
        alice.signer.sign,
      ),
    ),
  );
  await alice.device.relay.post(claims.map(({ bytes }) => bytes));
  const greedy = await rawPeer(world.relay.address, alice.signer, 'a');
  const modest = await rawPeer(world.relay.address, alice.signer, 'b');
  const closed = greedy.closed();
  modest.sync(idOf(alice, ids[0] ?? ''), askForAll());
  for (const id of ids) greedy.sync(idOf(alice, id), askForAll());
  expect(await closed).toBe(1013);
  expect(modest.socket.readyState).toBe(modest.socket.OPEN);
});

test('a reader for whom 8 MiB wait is dropped, and nobody else is', async () => {
  await relayWith({});
  expect(DEFAULT_LIMITS.buffered).toBe(8 * MIB);
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const open = async (): Promise<[WebSocket, WebSocket]> => {
    const ours = new Promise<WebSocket>((resolve) => server.once('connection', resolve));
    return [new WebSocket(url), await ours];
  };
  const [slow, toSlow] = await open();
  const [quick, toQuick] = await open();
  slow.pause();
  const dropped: [WebSocket, number, string][] = [];
  const readers = new SlowReaders(DEFAULT_LIMITS, (socket, { reason }) => {
    dropped.push([socket, socket.bufferedAmount, reason]);
  });
  const piece = new Uint8Array(64 * 1024);
  for (let sent = 0; sent < 1000 && dropped.length === 0; sent += 1) {
    for (const socket of [toSlow, toQuick]) if (readers.mayReceive(socket)) socket.send(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(dropped).toHaveLength(1);
  const [[socket, buffered = 0, reason] = []] = dropped;
  expect([socket === toSlow, reason]).toEqual([true, 'slow-reader']);
  expect(buffered).toBeGreaterThan(8 * MIB);
  expect(buffered).toBeLessThan(8 * MIB + 128 * 1024);
  expect(toQuick.readyState).toBe(toQuick.OPEN);
  for (const end of [slow, quick]) end.terminate();
  server.close();
});

test('all readers together are not buffered for without end: the slowest is dropped', () => {
  const sockets = [3, 5, 4].map((mib) => ({
    bufferedAmount: mib * MIB,
    readyState: 1,
    OPEN: 1,
    CLOSED: 3,
    terminate() {},
  }));
  const dropped: unknown[] = [];
  const readers = new SlowReaders({ buffered: 8 * MIB, bufferedInAll: 10 * MIB }, (socket) =>
    dropped.push(socket),
  );
  for (const socket of sockets) readers.mayReceive(socket as unknown as WebSocket);
  expect(dropped).toEqual([sockets[1]]);
  expect(readers.bytes).toBe(7 * MIB);
});
