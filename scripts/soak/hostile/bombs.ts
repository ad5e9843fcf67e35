import * as Automerge from '@automerge/automerge/slim';
import { cbor } from '@automerge/automerge-repo/slim';
import { ascii, concat } from '../../../src/core/bytes.ts';
import { moduleDocument } from '../../../src/core/record/document.ts';
import type { Attack } from './attack.ts';
import { freshSigner, inParallel } from './crowd.ts';
import { provedSocket } from './hostile-socket.ts';
import { mallory } from './mallory.ts';

function leb128(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; bytes.length === 0 || left > 0; left = Math.floor(left / 128)) {
    bytes.push((left % 128) | (left >= 128 ? 0x80 : 0));
  }
  return bytes;
}

/** Entries, bits for each, look-ups: a filter that is looked up a million times for each change, or divides by zero. */
const FILTERS: readonly (readonly [number, number, number])[] = [
  [1, 10, 1_000_000],
  [1, 10, 100_000_000],
  [1, 10, 0xffff_ffff],
  [1, 0, 7],
];

function bomb([entries, bits, lookups]: readonly [number, number, number]): Uint8Array {
  const size = Math.ceil((entries * bits) / 8);
  const bloom = Uint8Array.of(
    ...leb128(entries),
    ...leb128(bits),
    ...leb128(lookups),
    ...new Uint8Array(size),
  );
  return Automerge.encodeSyncMessage({ heads: [], need: [], have: [{ lastSync: [], bloom }], changes: [] });
}

/** A few bytes that ask for work without end. */
export const endlessWork: Attack = async (target, times) => {
  const attacker = await mallory(target);
  const documentId = attacker.idOf(moduleDocument(attacker.module));
  let broken = 0;
  await inParallel(times, 4, async (place) => {
    const data = bomb(FILTERS[place % FILTERS.length] ?? [1, 0, 7]);
    const peer = await provedSocket(target.address, await freshSigner());
    peer?.send({ type: 'sync', senderId: peer.peer, documentId, data });
    if ((await peer?.fate()) !== 1002) broken += 1;
    peer?.socket.terminate();
  });
  return { runs: times, broken };
};

/** Frames that say of themselves that they hold a hundred million entries, and one that holds four million. */
function boast(place: number): Uint8Array {
  const many = Uint8Array.of(0x9a, 0x06, 0xb0, 0, 0);
  if (place % 3 === 0) return many;
  if (place % 3 === 1) return concat(Uint8Array.of(0xa1, 0x64), ascii('type'), many);
  return cbor.encode({
    type: 'join',
    senderId: 'x',
    peerMetadata: Array.from({ length: 1_000_000 }, () => []),
  });
}

export const boasts: Attack = async (target, times) => {
  let broken = 0;
  await inParallel(times, 4, async (place) => {
    const peer = await provedSocket(target.address, await freshSigner());
    peer?.socket.send(boast(place));
    if ((await peer?.fate()) !== 1002) broken += 1;
    peer?.socket.terminate();
  });
  return { runs: times, broken };
};
