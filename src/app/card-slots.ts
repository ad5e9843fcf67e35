import { compareBytes } from '../core/bytes.ts';
import { createDigestTable } from './digest-table.ts';
import { grown } from '../core/search/grown.ts';

/** What is known of a card beside its bytes; several at once. */
export const CHECKED = 1;
export const REFUSED = 2;
/** Stands in a document of the catalogue; else it is this device's own, from its outbox. */
export const CARRIED = 4;
/** Ahead of the clock. */
export const WAITING = 8;
/** Not `CARRIED` yet: a file says that it will be. Never stored. */
export const AHEAD = 16;

/** @property bytes encoded record; copied. */
export interface NewSlot {
  readonly digest: Uint8Array;
  readonly time: number;
  readonly module: number;
  readonly bytes: Uint8Array;
}

export interface PackedSlot extends Omit<NewSlot, 'bytes'> {
  /** As `pack` answered. */
  readonly pack: number;
  readonly start: number;
  readonly length: number;
}

/**
 * Encoded cards and what tells them apart, side by side in typed arrays: a hundred thousand decoded records would take
 * ten times the room. A slot is a number, never given to another card.
 */
export interface CardSlots {
  readonly count: number;
  /** -1: not here. */
  find(digest: Uint8Array): number;
  add(card: NewSlot): number;
  /** Takes over a buffer that holds many. */
  pack(bytes: Uint8Array): number;
  addPacked(card: PackedSlot): number;
  digest(slot: number): Uint8Array;
  time(slot: number): number;
  bytes(slot: number): Uint8Array;
  module(slot: number): number;
  /** Number of the shard that carries it, or is said to; -1: none. */
  shard(slot: number): number;
  setShard(slot: number, shard: number): void;
  /** Those with the flag, in their order. O(all slots): a tenth of a millisecond at a hundred thousand. */
  ofShard(shard: number, flag: number): number[];
  /** One of them, where several are given. */
  has(slot: number, flag: number): boolean;
  set(slot: number, flag: number, on: boolean): void;
  /** Taken back, or unreadable: nobody finds it any more. */
  forget(slot: number): void;
  /** Of one module: by time, then digest, as records are ordered. */
  isNewer(slot: number, than: number): boolean;
}

const DIGEST = 32;
const PACK = 256 * 1024;

export function createCardSlots(): CardSlots {
  let count = 0;
  let digests = new Uint8Array(0);
  let times = new Float64Array(0);
  let modules = new Int32Array(0);
  let shards = new Int16Array(0);
  let flags = new Uint8Array(0);
  let packOf = new Uint16Array(0);
  let starts = new Uint32Array(0);
  let lengths = new Uint16Array(0);
  const packs: Uint8Array[] = [];
  /** Bytes used of the last pack that takes single cards. */
  let open = { pack: -1, used: PACK };
  const digest = (slot: number): Uint8Array => digests.subarray(slot * DIGEST, (slot + 1) * DIGEST);
  const table = createDigestTable(digest);

  function pack(bytes: Uint8Array): number {
    packs.push(bytes);
    return packs.length - 1;
  }

  function makeRoom(): void {
    const room = count + 1;
    digests = grown(digests, room * DIGEST);
    times = grown(times, room);
    modules = grown(modules, room);
    shards = grown(shards, room);
    flags = grown(flags, room);
    packOf = grown(packOf, room);
    starts = grown(starts, room);
    lengths = grown(lengths, room);
  }

  function addPacked(card: PackedSlot): number {
    makeRoom();
    const slot = count;
    count += 1;
    digests.set(card.digest, slot * DIGEST);
    times[slot] = card.time;
    modules[slot] = card.module;
    shards[slot] = -1;
    packOf[slot] = card.pack;
    starts[slot] = card.start;
    lengths[slot] = card.length;
    table.add(slot);
    return slot;
  }

  return {
    get count() {
      return count;
    },
    find: (wanted) => table.find(wanted),
    pack,
    addPacked,
    add({ bytes, ...card }) {
      if (open.used + bytes.length > PACK) open = { pack: pack(new Uint8Array(PACK)), used: 0 };
      packs[open.pack]?.set(bytes, open.used);
      const slot = addPacked({ ...card, pack: open.pack, start: open.used, length: bytes.length });
      open.used += bytes.length;
      return slot;
    },
    digest,
    time: (slot) => times[slot] ?? 0,
    bytes(slot) {
      const start = starts[slot] ?? 0;
      return (packs[packOf[slot] ?? 0] ?? new Uint8Array()).subarray(start, start + (lengths[slot] ?? 0));
    },
    module: (slot) => modules[slot] ?? -1,
    shard: (slot) => shards[slot] ?? -1,
    setShard(slot, shard) {
      shards[slot] = shard;
    },
    ofShard(shard, flag) {
      const found: number[] = [];
      for (let slot = 0; slot < count; slot += 1)
        if (shards[slot] === shard && ((flags[slot] ?? 0) & flag) !== 0) found.push(slot);
      return found;
    },
    has: (slot, flag) => ((flags[slot] ?? 0) & flag) !== 0,
    set(slot, flag, on) {
      const before = flags[slot] ?? 0;
      flags[slot] = on ? before | flag : before & ~flag;
    },
    forget(slot) {
      // The table walks over what equals nothing.
      digests.fill(0, slot * DIGEST, (slot + 1) * DIGEST);
      flags[slot] = 0;
      shards[slot] = -1;
      lengths[slot] = 0;
    },
    isNewer(slot, than) {
      const later = (times[slot] ?? 0) - (times[than] ?? 0);
      return later > 0 || (later === 0 && compareBytes(digest(slot), digest(than)) > 0);
    },
  };
}
