import { randomFillSync } from 'node:crypto';
import * as Automerge from '@automerge/automerge/slim';
import { cbor } from '@automerge/automerge-repo/slim';
import { catalogDocument, FIRST_EPOCH, moduleDocument } from '../../../src/core/record/document.ts';
import { GENESIS, GENESIS_HASH } from '../../../src/replica/genesis.ts';
import { syncMessage } from '../../../tests/support/raw-peer.ts';
import type { Attack } from './attack.ts';
import { freshSigner, numbers } from './crowd.ts';
import { fateOf, openSocket, nextMessage, provedSocket, type HostileSocket } from './hostile-socket.ts';
import { mallory, type Mallory } from './mallory.ts';

type Random = (end: number) => number;

/** Frames to a socket: within the burst that a relay reads without a rest. */
const PER_SOCKET = 1000;
const SOCKETS_AT_ONCE = 8;

function pick<T>(random: Random, values: readonly T[]): T {
  return values[random(values.length)] as T;
}

function noise(random: Random, longest: number): Uint8Array<ArrayBuffer> {
  return randomFillSync(new Uint8Array(random(longest)));
}

function mutated(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let left = 1 + random(4); left > 0; left -= 1) copy[random(copy.length)] = random(256);
  return random(4) === 0 ? copy.subarray(0, random(copy.length)) : copy;
}

/** Values of all kinds where a message has its fields. */
function anything(random: Random): unknown {
  const kinds = [null, true, -1, 0.5, '', 'x'.repeat(random(300)), [], [[[]]], {}, { a: { b: 1 } }, 2 ** 40];
  return random(3) === 0 ? noise(random, 64) : pick(random, kinds);
}

/** A sync message that is whole, with heads, needs and filters that nobody has. */
function wholeSync(random: Random): Uint8Array {
  const hash = (): string =>
    random(3) === 0 ? GENESIS_HASH : Buffer.from(noise(random, 1)).toString('hex').padStart(64, '0');
  const hashes = (): string[] => Array.from({ length: random(4) }, hash).sort();
  const filter = Uint8Array.of(8, 10, 7, ...randomFillSync(new Uint8Array(10)));
  const have =
    random(2) === 0 ? [] : [{ lastSync: hashes(), bloom: random(2) === 0 ? new Uint8Array() : filter }];
  return Automerge.encodeSyncMessage({ heads: hashes(), need: hashes(), have, changes: [] });
}

interface Seeds {
  readonly attacker: Mallory;
  readonly history: Uint8Array;
}

/** Most are read to their end and close nothing; those that do are the last of their socket. */
function harmless(random: Random, { attacker }: Seeds, senderId: string): Uint8Array {
  const documentId = attacker.idOf(
    random(2) === 0 ? moduleDocument(attacker.module) : catalogDocument(attacker.module, FIRST_EPOCH),
  );
  const type = pick(random, [
    'ephemeral',
    'doc-unavailable',
    'remote-heads-changed',
    'leave',
    'error',
    'sync',
    'request',
  ]);
  if (type === 'sync' || type === 'request')
    return cbor.encode({ type, senderId, documentId, data: wholeSync(random) });
  return cbor.encode({
    type,
    senderId,
    documentId,
    [pick(random, ['data', 'count', 'targetId'])]: anything(random),
  });
}

function deadly(random: Random, { attacker, history }: Seeds, senderId: string): Uint8Array {
  const documentId = attacker.idOf(moduleDocument(attacker.module));
  const honest = { type: 'sync', senderId, targetId: 'x', documentId, data: history };
  const field = pick(random, ['type', 'senderId', 'documentId', 'data'] as const);
  return pick(random, [
    () => noise(random, 2000),
    () => mutated(random, cbor.encode(honest)),
    () => cbor.encode({ ...honest, data: mutated(random, history) }),
    () => cbor.encode({ ...honest, [field]: anything(random) }),
    () => cbor.encode({ type: 'join', senderId: anything(random), peerMetadata: anything(random) }),
    () => cbor.encode(anything(random)),
  ])();
}

/** Before the proof there is one frame to a socket. */
async function fuzzHandshake(address: string, random: Random): Promise<void> {
  const socket = openSocket(address);
  const challenge = await nextMessage(socket);
  if (challenge === undefined) return;
  socket.send(random(2) === 0 ? noise(random, 500) : mutated(random, challenge));
  await fateOf(socket, 1000);
  socket.terminate();
}

/** @returns how many frames went out before the socket was closed. */
async function fuzzSocket(peer: HostileSocket, random: Random, seeds: Seeds, most: number): Promise<number> {
  const fate = peer.fate(3000);
  let sent = 0;
  while (sent < most && peer.socket.readyState === peer.socket.OPEN) {
    const isLast = sent === most - 1;
    peer.socket.send(isLast ? deadly(random, seeds, peer.peer) : harmless(random, seeds, peer.peer));
    sent += 1;
    if (sent % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await fate;
  peer.socket.terminate();
  return sent;
}

/** Frames of all kinds over several sockets at a time, opened again as they are closed. */
export const fuzzedFrames: Attack = async (target, times) => {
  const attacker = await mallory(target);
  const seeds = { attacker, history: syncMessage(Automerge.load(GENESIS)) };
  let [sent, sockets] = [0, 0];
  const play = async (place: number): Promise<void> => {
    const random = numbers(place);
    while (sent < times) {
      await fuzzHandshake(target.address, random);
      const peer = await provedSocket(target.address, await freshSigner());
      if (peer === undefined) continue;
      // One socket in three is for a frame that closes it at once.
      const most = Math.min(random(3) === 0 ? 1 : PER_SOCKET, times - sent);
      sent += most;
      const out = await fuzzSocket(peer, random, seeds, most);
      sent -= most - out - 1;
      sockets += 2;
    }
  };
  await Promise.all(Array.from({ length: SOCKETS_AT_ONCE }, (_, place) => play(place)));
  return { runs: sent, broken: 0, notes: `${sockets} sockets` };
};
