import { base16 } from 'multiformats/bases/base16';
import { base64url } from 'multiformats/bases/base64';

/** Byte-string operations that every layer needs; encodings come from multiformats. */

/** Longer ones would be too many arguments of one call. */
const MOST_AT_ONCE = 1024;
const DIGITS = ascii('0123456789abcdef');

/**
 * By hand: a text that is put together a letter at a time keeps all its beginnings for as long as it lives, some twenty times
 * its letters, and hashes live long.
 */
export function toHex(bytes: Uint8Array): string {
  if (bytes.length > MOST_AT_ONCE) return base16.baseEncode(bytes);
  const digits = new Uint8Array(2 * bytes.length);
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    digits[2 * at] = DIGITS[byte >> 4] as number;
    digits[2 * at + 1] = DIGITS[byte & 15] as number;
  }
  return Reflect.apply(String.fromCharCode, undefined, digits);
}

/** @throws Error when the text is no lower-case hex of an even length. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(base16.baseDecode(text));
}

const LETTERS = ascii('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

/** Without padding, as record ids are written. By hand: every record that is read gets its id, a letter at a time would be slow. */
export function toBase64Url(bytes: Uint8Array): string {
  const { length } = bytes;
  if (length > MOST_AT_ONCE) return base64url.baseEncode(bytes);
  const letters: number[] = [];
  for (let at = 0; at < length; at += 3) {
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    letters.push(LETTERS[three >> 18] ?? 0, LETTERS[(three >> 12) & 63] ?? 0);
    if (at + 1 < length) letters.push(LETTERS[(three >> 6) & 63] ?? 0);
    if (at + 2 < length) letters.push(LETTERS[three & 63] ?? 0);
  }
  return String.fromCharCode(...letters);
}

/** @throws Error when the text is no base64url. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(base64url.baseDecode(text));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  // A plain loop: every record that is read comes by here, and a callback for each byte costs it eight times that.
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/** Lexicographic order of unsigned bytes; a prefix comes first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Big-endian unsigned 64-bit integer. `value` is a safe non-negative integer. */
export function uint64(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(value / 2 ** 32));
  view.setUint32(4, value % 2 ** 32);
  return bytes;
}

/** ASCII text as bytes: every string that is signed or hashed here is ASCII by its parser. */
export function ascii(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** The same ASCII text without the pieces that it was put together from. */
export function flat(text: string): string {
  return Reflect.apply(String.fromCharCode, undefined, ascii(text));
}
