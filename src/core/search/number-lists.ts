import { grown } from './grown.ts';

const CHUNK_BITS = 18;
const CHUNK = 1 << CHUNK_BITS;
/** It grows to a whole one: a small index takes little. */
const FIRST_CHUNK = 1 << 10;

/** Room of a list by its size class: 1, 2, 3, 4, 6, 8, 12, 16, 24 … so that no more than a third of it is ever empty. */
const ROOMS: readonly number[] = [
  1,
  2,
  ...Array.from({ length: 42 }, (_, at) => (at % 2 === 0 ? 3 : 4) * 2 ** (at >> 1)),
];

/** Where a list lies: `values[start]` to `values[start + length - 1]`; good until the next change. */
export interface ListSpan {
  values: Uint32Array;
  start: number;
  length: number;
}

/** Many lists of 32-bit numbers by a number of their own, packed into few arrays. Appending costs O(1) amortised. */
export interface NumberLists {
  lengthOf(list: number): number;
  /** Writes into `span`, so that reading makes no garbage. */
  read(list: number, span: ListSpan): ListSpan;
  append(list: number, value: number): void;
  /** Takes out the value that is `value` without its lowest bits; the last one takes its place. O(length). How many are left. */
  drop(list: number, value: number, lowBits: number): number;
  set(list: number, values: ArrayLike<number>): void;
  clear(list: number): void;
}

export const emptySpan = (): ListSpan => ({ values: new Uint32Array(0), start: 0, length: 0 });

export function createNumberLists(): NumberLists {
  const chunks: Uint32Array<ArrayBuffer>[] = [];
  const free: number[][] = ROOMS.map(() => []);
  let open = 0;
  let used = CHUNK;
  let places = new Uint32Array(64);
  let lengths = new Uint32Array(64);
  /** Size class and one; 0: no room is held. */
  let classes = new Uint8Array(64);

  function takeRoom(sizeClass: number): number {
    const spare = free[sizeClass]?.pop();
    if (spare !== undefined) return spare;
    const room = ROOMS[sizeClass] as number;
    if (room >= CHUNK) return chunks.push(new Uint32Array(room)) * CHUNK - CHUNK;
    if (used + room > CHUNK) {
      open = chunks.push(new Uint32Array(chunks.length === 0 ? FIRST_CHUNK : CHUNK)) - 1;
      used = 0;
    }
    chunks[open] = grown(chunks[open] as Uint32Array<ArrayBuffer>, used + room);
    used += room;
    return open * CHUNK + used - room;
  }

  function move(list: number, sizeClass: number): void {
    const held = classes[list] as number;
    const from = places[list] as number;
    const to = takeRoom(sizeClass);
    if (held > 0) {
      const source = chunks[from >>> CHUNK_BITS] as Uint32Array;
      const at = from & (CHUNK - 1);
      (chunks[to >>> CHUNK_BITS] as Uint32Array).set(
        source.subarray(at, at + (lengths[list] as number)),
        to & (CHUNK - 1),
      );
      (free[held - 1] as number[]).push(from);
    }
    places[list] = to;
    classes[list] = sizeClass + 1;
  }

  function reserve(list: number): void {
    if (list < lengths.length) return;
    places = grown(places, list + 1);
    lengths = grown(lengths, list + 1);
    classes = grown(classes, list + 1);
  }

  function clear(list: number): void {
    const held = classes[list] ?? 0;
    if (held === 0) return;
    (free[held - 1] as number[]).push(places[list] as number);
    classes[list] = 0;
    lengths[list] = 0;
  }

  return {
    lengthOf: (list) => lengths[list] ?? 0,
    read(list, span) {
      const place = places[list] ?? 0;
      span.length = lengths[list] ?? 0;
      span.start = place & (CHUNK - 1);
      span.values = chunks[place >>> CHUNK_BITS] ?? span.values;
      return span;
    },
    append(list, value) {
      reserve(list);
      const length = lengths[list] as number;
      const held = classes[list] as number;
      if (held === 0) move(list, 0);
      else if (length === ROOMS[held - 1]) move(list, held);
      const place = places[list] as number;
      (chunks[place >>> CHUNK_BITS] as Uint32Array)[(place & (CHUNK - 1)) + length] = value;
      lengths[list] = length + 1;
    },
    drop(list, value, lowBits) {
      const length = lengths[list] ?? 0;
      const place = places[list] ?? 0;
      const values = chunks[place >>> CHUNK_BITS] ?? new Uint32Array(0);
      const start = place & (CHUNK - 1);
      const end = start + length;
      let at = start;
      while (at < end && (values[at] as number) >>> lowBits !== value) at += 1;
      if (at === end) return length;
      values[at] = values[end - 1] as number;
      lengths[list] = length - 1;
      if (length === 1) clear(list);
      return length - 1;
    },
    set(list, values) {
      reserve(list);
      clear(list);
      if (values.length === 0) return;
      move(
        list,
        ROOMS.findIndex((room) => room >= values.length),
      );
      const place = places[list] as number;
      (chunks[place >>> CHUNK_BITS] as Uint32Array).set(values, place & (CHUNK - 1));
      lengths[list] = values.length;
    },
    clear,
  };
}
