import { GenError } from '../errors.ts';
import { utf8 } from './engine.ts';

/**
 * A place in a binary. Reads advance `at` and never pass `end`, which is narrowed to the section or body that is
 * being read. Terms and encodings: WebAssembly core specification, chapter 5 (binary format).
 */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  end: number;
}

/** @returns the one error of the reader: WasmInvalid, `reason` stable, `offset` in bytes from the file's start. */
export function refusal(reason: string, offset: number, detail = ''): GenError {
  return new GenError('WasmInvalid', reason, detail === '' ? { offset } : { offset, detail });
}

export function byte(cursor: Cursor): number {
  if (cursor.at >= cursor.end) throw refusal('unexpected-end', cursor.at);
  const value = cursor.bytes[cursor.at] ?? 0;
  cursor.at += 1;
  return value;
}

export function skip(cursor: Cursor, length: number): void {
  if (length > cursor.end - cursor.at) {
    throw refusal('unexpected-end', cursor.at, `${length} bytes announced, ${cursor.end - cursor.at} left`);
  }
  cursor.at += length;
}

/** Unsigned LEB128, at most 5 bytes. */
export function u32(cursor: Cursor): number {
  const start = cursor.at;
  let value = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const part = byte(cursor);
    value |= (part & 0x7f) << shift;
    if (part < 0x80) return value;
  }
  const last = byte(cursor);
  if (last > 0x0f) throw refusal('leb128', start, 'more than 32 bits');
  return value + last * 0x1000_0000;
}

/** Unsigned LEB128, at most 10 bytes. */
export function u64(cursor: Cursor): bigint {
  const start = cursor.at;
  let value = 0n;
  for (let shift = 0n; shift < 63n; shift += 7n) {
    const part = byte(cursor);
    value |= BigInt(part & 0x7f) << shift;
    if (part < 0x80) return value;
  }
  const last = byte(cursor);
  if (last > 0x01) throw refusal('leb128', start, 'more than 64 bits');
  return value | (BigInt(last) << 63n);
}

/** What the byte at each place of a LEB128 counts; a table, as thousands of data segments begin with one. */
const POWERS = Array.from({ length: 10 }, (_, index) => 2 ** (7 * index));

/**
 * Signed LEB128 of 32, 33 or 64 bits.
 *
 * @returns the value where it is not negative and below 2^32, else -1: nobody here needs the others.
 */
export function signed(cursor: Cursor, bits: 32 | 33 | 64): number {
  const start = cursor.at;
  const longest = Math.ceil(bits / 7);
  let value = 0;
  for (let index = 0; index < longest; index += 1) {
    const part = byte(cursor);
    if (index === longest - 1) {
      const padding = 0x7f & (-1 << (bits - 1 - 7 * index));
      const sign = part & padding;
      if (part > 0x7f || (sign !== 0 && sign !== padding))
        throw refusal('leb128', start, `more than ${bits} bits`);
    }
    value += (part & 0x7f) * (POWERS[index] ?? 0);
    if (part < 0x80) return (part & 0x40) !== 0 || value >= 2 ** 32 ? -1 : value;
  }
  throw refusal('leb128', start, `more than ${bits} bits`);
}

/** A vector's length. Each element takes at least one byte, so that a count is refused before anything is made. */
export function count(cursor: Cursor): number {
  const start = cursor.at;
  const value = u32(cursor);
  if (value > cursor.end - cursor.at) {
    throw refusal('count', start, `${value} items announced, ${cursor.end - cursor.at} bytes left`);
  }
  return value;
}

export function name(cursor: Cursor): string {
  const length = u32(cursor);
  const start = cursor.at;
  skip(cursor, length);
  try {
    return utf8.decode(cursor.bytes.subarray(start, cursor.at));
  } catch {
    throw refusal('utf8', start, `a name of ${length} bytes`);
  }
}
