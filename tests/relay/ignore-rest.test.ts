import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../../src/relay/config.ts';
import { MAX_FRAME } from '../../src/relay/sync-server.ts';
import { person } from '../support/person.ts';
import { rawPeer, type RawPeer } from '../support/raw-peer.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

/** What Node reads at a time. */
const PIECE = 64 * 1024;
/** Shorter than the relay waits for an answer to its close. */
const WHILE_CLOSING = 500;

let world: TestRelay;
/** The relay's ends of all connections; the newest last. */
let streams: Socket[];

function onSocket(message: unknown): void {
  streams.push((message as { socket: Socket }).socket);
}

beforeEach(() => {
  streams = [];
  subscribe('net.server.socket', onSocket);
});

afterEach(async () => {
  unsubscribe('net.server.socket', onSocket);
  await world.close();
});

interface Pair {
  readonly peer: RawPeer;
  readonly stream: Socket;
}

async function proved(limits: Partial<Limits> = {}): Promise<Pair> {
  world = await startTestRelay({ limits: { ...DEFAULT_LIMITS, ...limits } });
  const mallory = await person(world.relay.address);
  const peer = await rawPeer(world.relay.address, mallory.signer);
  const stream = streams.findLast((one) => !one.destroyed);
  if (stream === undefined) throw new Error('no stream');
  await expect.poll(() => peer.received.map(({ type }) => type)).toEqual(['peer']);
  return { peer, stream };
}

test('of a frame above the limit the relay reads what it had begun to, and one piece more', async () => {
  const { peer, stream } = await proved();
  const closed = peer.closed();
  const before = stream.bytesRead;
  peer.socket.send(new Uint8Array(MAX_FRAME + 1));
  await sleep(WHILE_CLOSING);
  expect(stream.destroyed).toBe(false);
  expect(stream.bytesRead - before).toBeLessThanOrEqual(2 * PIECE);
  expect(await closed).toBe(1009);
});

test('frames before it that wait for their turn do not make the relay read on', async () => {
  // The burst of 80, and a little: the relay rests for some 100 ms.
  const many = 81;
  const { peer, stream } = await proved({ framesPerSecond: 10 });
  const before = stream.bytesRead;
  for (let frame = 0; frame < many; frame += 1) peer.send({ type: 'leave', senderId: peer.peer });
  peer.socket.send(new Uint8Array(MAX_FRAME + 1));
  await sleep(WHILE_CLOSING);
  expect(stream.destroyed).toBe(false);
  expect(stream.bytesRead - before).toBeLessThanOrEqual(2 * PIECE + many * 128);
});

test('while the close of an oversized frame is answered nothing of it is held', async () => {
  const { peer, stream } = await proved();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const pieces: WeakRef<ArrayBufferLike>[] = [];
  stream.prependListener('data', ({ buffer, length }: Uint8Array) => {
    if (length >= PIECE / 2) pieces.push(new WeakRef(buffer));
  });
  peer.socket.send(new Uint8Array(MAX_FRAME + 1));
  await sleep(WHILE_CLOSING);
  collect();
  expect(stream.destroyed).toBe(false);
  expect(pieces.length).toBeGreaterThan(0);
  expect(pieces.filter((piece) => piece.deref() !== undefined)).toHaveLength(0);
});
