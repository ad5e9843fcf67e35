import { SIGNATURES, type Signature } from './signatures.ts';

export interface EmbeddedFile {
  readonly signature: Signature;
  readonly offset: number;
}

/** Bytes looked at in one go, at most. */
const PIECE = 64 * 1024;
/** A magic that begins with the piece's last byte shows its rare bytes within so many more. */
const OVERLAP = 8;

const scratch = new Uint8Array(PIECE + OVERLAP);
const pairs = new Uint16Array(scratch.buffer);

/**
 * For each pair of bytes at an even place, how far before it a magic can begin: bit n stands for n bytes. So half as many
 * places are looked at as there are bytes, and hardly one of them twice.
 */
const begins = beginnings();

function beginnings(): Uint8Array {
  const table = new Uint8Array(0x1_0000);
  const pair = new Uint8Array(2);
  const asNumber = new Uint16Array(pair.buffer);
  const mark = (first: number, second: number, distance: number) => {
    pair.set([first, second]);
    const key = asNumber[0] ?? 0;
    table[key] = (table[key] ?? 0) | (1 << distance);
  };
  for (const { magic, rare } of SIGNATURES) {
    for (const distance of rare) {
      const [first = 0, second] = magic.slice(distance, distance + 2);
      if (second !== undefined) mark(first, second, distance);
      // The magic ends between the two.
      else for (let any = 0; any < 256; any += 1) mark(first, any, distance);
    }
  }
  return table;
}

/** Files that begin at `from` or after, before `to`. */
export function findSignatures(bytes: Uint8Array, from: number, to: number): EmbeddedFile[] {
  const found: EmbeddedFile[] = [];
  for (let at = from; at < to; at += PIECE) findInPiece(bytes, at, Math.min(to, at + PIECE), found);
  return found;
}

function findInPiece(bytes: Uint8Array, from: number, to: number, found: EmbeddedFile[]): void {
  const length = to - from;
  scratch.set(bytes.subarray(from, Math.min(bytes.length, to + OVERLAP)));
  for (let index = 0; 2 * index < length + OVERLAP; index += 4) {
    const some =
      (begins[pairs[index] ?? 0] ?? 0) |
      (begins[pairs[index + 1] ?? 0] ?? 0) |
      (begins[pairs[index + 2] ?? 0] ?? 0) |
      (begins[pairs[index + 3] ?? 0] ?? 0);
    if (some === 0) continue;
    for (let place = index; place < index + 4; place += 1) {
      const distances = begins[pairs[place] ?? 0] ?? 0;
      for (let distance = 0; distances >> distance !== 0; distance += 1) {
        const at = from + 2 * place - distance;
        if (((distances >> distance) & 1) === 0 || at < from || at >= to) continue;
        const signature = signatureAt(bytes, at);
        if (signature !== undefined) found.push({ signature, offset: at });
      }
    }
  }
}

/** By their first byte. */
const STARTING_WITH: readonly (readonly Signature[])[] = Array.from({ length: 256 }, (_, first) =>
  SIGNATURES.filter(({ magic }) => magic[0] === first),
);

function signatureAt(bytes: Uint8Array, at: number): Signature | undefined {
  for (const signature of STARTING_WITH[bytes[at] ?? 0] ?? [])
    if (signature.magic.every((value, index) => bytes[at + index] === value) && signature.fits(bytes, at))
      return signature;
  return undefined;
}
