import { HEADER_SIZE } from '../../src/core/wasm/header.ts';
import type { Random } from '../../tests/support/random.ts';

/** A whole file. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Changes a file into another; the one given stays as it is. */
export type Edit = (bytes: Bytes, draw: Random, originals: readonly Bytes[]) => Bytes;

/** A section that is whole: where its id, its size and its contents are. */
interface Place {
  readonly id: number;
  readonly start: number;
  readonly contents: number;
  readonly end: number;
}

const CODE = 10;
const DATA = 11;
/** Longest piece that is cut out, copied or put in. */
const PIECE = 64;

/** Its own walk, a few lines: what is put to the test is not what finds the places to hit. Stops at the first oddity. */
function sectionsOf(bytes: Bytes): Place[] {
  const places: Place[] = [];
  for (let at = HEADER_SIZE; at < bytes.length;) {
    const start = at;
    let size = 0;
    let shift = 0;
    let byte: number;
    at += 1;
    do {
      byte = bytes[at] ?? 0;
      size += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      at += 1;
    } while (byte > 0x7f && shift < 35);
    if (at + size > bytes.length) return places;
    places.push({ id: bytes[start] ?? 0, start, contents: at, end: at + size });
    at += size;
  }
  return places;
}

/**
 * Mostly where declarations are: functions and data are most of a file, and least of what a reader reads. And often enough
 * where nothing has to be wrong afterwards: in data and custom sections.
 */
function somewhere(bytes: Bytes, draw: Random): number {
  const places = sectionsOf(bytes);
  const kind = draw.below(100);
  const chosen = places.filter(({ id }) =>
    kind < 20 ? id === 0 || id === DATA : id !== CODE && id !== DATA,
  );
  if (chosen.length === 0 || kind >= 75) return draw.below(Math.max(1, bytes.length));
  const { start, contents, end } = draw.pick(chosen);
  if (kind < 20) return contents + draw.below(Math.max(1, end - contents));
  // Half of the time its header and its first entries: the rest of a long section is more of the same.
  return start + draw.below(draw.chance(0.5) ? Math.min(24, end - start) : end - start);
}

function replaced(bytes: Bytes, from: number, until: number, piece: ArrayLike<number>): Bytes {
  const to = Math.min(until, bytes.length);
  const next = new Uint8Array(from + piece.length + bytes.length - to);
  next.set(bytes.subarray(0, from));
  next.set(piece, from);
  next.set(bytes.subarray(to), from + piece.length);
  return next;
}

/** LEB128, padded to `length` bytes where that is more than it needs. */
function leb(value: number, length = 1): number[] {
  const bytes: number[] = [];
  for (let rest = value; rest > 0 || bytes.length < length; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) | 0x80);
  }
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) & 0x7f;
  return bytes;
}

/** A size or count near the true one, far from it, at an edge of 32 bits, or longer than need be. */
function crooked(value: number, draw: Random): number[] {
  const [one, many, edge, odd] = [1 + draw.below(3), draw.below(100_000), 2 ** 32 - 1, 2 ** 31];
  const values = [value, value + one, Math.max(0, value - one), value + many, edge, edge + 1, odd, 0];
  return leb(draw.pick(values), draw.pick([1, 1, 1, 2, 5, 6]));
}

/** By what each does to a file. */
export const EDITS: Readonly<Record<string, Edit>> = {
  'flips a bit': (bytes, draw) => {
    const at = somewhere(bytes, draw);
    return replaced(bytes, at, at + 1, [(bytes[at] ?? 0) ^ (1 << draw.below(8))]);
  },
  'sets a byte': (bytes, draw) => {
    const at = somewhere(bytes, draw);
    return replaced(bytes, at, at + 1, [
      draw.chance(0.3) ? draw.pick([0, 0x7f, 0x80, 0xff]) : draw.below(256),
    ]);
  },
  'cuts the end off': (bytes, draw) => bytes.slice(0, somewhere(bytes, draw)),
  'takes a piece out': (bytes, draw) => {
    const at = somewhere(bytes, draw);
    return replaced(bytes, at, at + 1 + draw.below(PIECE), []);
  },
  'puts bytes in': (bytes, draw) => {
    const at = somewhere(bytes, draw);
    return replaced(
      bytes,
      at,
      at,
      Array.from({ length: 1 + draw.below(8) }, () => draw.below(256)),
    );
  },
  'copies from another': (bytes, draw, originals) => {
    const other = draw.pick(originals);
    const from = somewhere(other, draw);
    const piece = other.subarray(from, from + 1 + draw.below(PIECE));
    const at = somewhere(bytes, draw);
    return replaced(bytes, at, draw.chance(0.5) ? at : at + piece.length, piece);
  },
  'puts in a section of another': (bytes, draw, originals) => {
    const other = draw.pick(originals);
    const [here, there] = [sectionsOf(bytes), sectionsOf(other)];
    if (here.length === 0 || there.length === 0) return bytes;
    const { start, end } = draw.pick(there);
    const place = draw.pick(here);
    const to = draw.chance(0.5) ? place.end : place.start;
    return replaced(bytes, place.start, to, other.subarray(start, end));
  },
  'moves a section': (bytes, draw) => {
    const places = sectionsOf(bytes);
    if (places.length === 0) return bytes;
    const { start, end } = draw.pick(places);
    const piece = bytes.slice(start, end);
    const without = replaced(bytes, start, end, []);
    const at = draw.pick([HEADER_SIZE, without.length, ...sectionsOf(without).map((place) => place.start)]);
    return replaced(without, at, at, piece);
  },
  'says another section size': (bytes, draw) => {
    const places = sectionsOf(bytes);
    if (places.length === 0) return bytes;
    const { start, contents, end } = draw.pick(places);
    return replaced(bytes, start + 1, contents, crooked(end - contents, draw));
  },
  'says another count': (bytes, draw) => {
    const places = sectionsOf(bytes).filter(({ id, contents, end }) => id !== 0 && end > contents);
    if (places.length === 0) return bytes;
    const { contents } = draw.pick(places);
    let after = contents;
    while (after < contents + 4 && (bytes[after] ?? 0) > 0x7f) after += 1;
    return replaced(bytes, contents, after + 1, crooked((bytes[contents] ?? 0) & 0x7f, draw));
  },
  'changes a section and its size': (bytes, draw) => {
    const places = sectionsOf(bytes);
    if (places.length === 0) return bytes;
    const { id, contents, end } = draw.pick(places);
    const at = contents + draw.below(Math.max(1, end - contents));
    const gone = draw.below(4);
    const put = Array.from({ length: draw.below(5) }, () => draw.below(256));
    const changed = replaced(bytes.slice(contents, end), at - contents, at - contents + gone, put);
    const section = [id, ...leb(changed.length)];
    const start = places.find((place) => place.contents === contents)?.start ?? contents;
    return replaced(replaced(bytes, start, end, changed), start, start, section);
  },
};
