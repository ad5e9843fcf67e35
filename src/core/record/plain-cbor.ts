/**
 * Reads the plain part of canonical CBOR item by item: lengths and integers in their shortest form, texts in ASCII. What is
 * read this way is what `decodeCanonical` reads; what is not plain it leaves to that, which knows all of it and says what
 * is wrong. So nothing is accepted here that is refused there, and a hundred thousand cards need not be decoded into
 * trees, encoded again and compared.
 */
export interface PlainCbor<Buffer extends ArrayBufferLike = ArrayBufferLike> {
  readonly bytes: Uint8Array<Buffer>;
  /** Of the next item. */
  at: number;
  /** Everything so far was plain and as it was asked for; from the first that was not, whatever is read means nothing. */
  fits: boolean;
}

/** Major types of RFC 8949, 3.1. */
export const UNSIGNED = 0;
const BYTES = 2;
const TEXT = 3;
export const ARRAY = 4;
export const MAP = 5;

export function plainCbor<Buffer extends ArrayBufferLike>(bytes: Uint8Array<Buffer>): PlainCbor<Buffer> {
  return { bytes, at: 0, fits: true };
}

function refuse(cbor: PlainCbor): number {
  cbor.fits = false;
  return 0;
}

/** The head of the next item: its number, its length, or how many items it holds. At most the largest safe integer. */
export function readHead(cbor: PlainCbor, major: number): number {
  const { bytes, at } = cbor;
  const first = bytes[at] ?? 0xff;
  if (first >> 5 !== major) return refuse(cbor);
  const short = first & 0x1f;
  if (short < 24) {
    cbor.at = at + 1;
    return short;
  }
  const width = 1 << (short - 24);
  if (short > 27 || at + width >= bytes.length) return refuse(cbor);
  let value = 0;
  for (let place = at + 1; place <= at + width; place += 1) value = value * 256 + (bytes[place] as number);
  // A shorter head would have held it.
  const least = short === 24 ? 24 : 2 ** (4 * width);
  if (value < least || value > Number.MAX_SAFE_INTEGER) return refuse(cbor);
  cbor.at = at + 1 + width;
  return value;
}

function take(cbor: PlainCbor, length: number): number {
  const start = cbor.at;
  if (!cbor.fits || start + length > cbor.bytes.length) return refuse(cbor);
  cbor.at = start + length;
  return start;
}

const NOTHING = new Uint8Array(0);

/** A view of the next item's bytes. */
export function readBytes<Buffer extends ArrayBufferLike>(
  cbor: PlainCbor<Buffer>,
  most: number,
): Uint8Array<Buffer | ArrayBuffer> {
  const length = readHead(cbor, BYTES);
  if (length > most) refuse(cbor);
  const start = take(cbor, length);
  return cbor.fits ? cbor.bytes.subarray(start, start + length) : NOTHING;
}

/** Short texts that were read last, each at the place of its hash: tags, licences and parts of paths come again and again. */
const recent: string[] = Array.from({ length: 4096 }, () => '');
const LONGEST_KEPT = 64;

export function readText(cbor: PlainCbor, least: number, most: number): string {
  const length = readHead(cbor, TEXT);
  if (length < least || length > most) refuse(cbor);
  const start = take(cbor, length);
  if (!cbor.fits) return '';
  const { bytes } = cbor;
  let hash = length;
  let all = 0;
  for (let at = start; at < start + length; at += 1) {
    const code = bytes[at] as number;
    all |= code;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  if (all >= 0x80) {
    refuse(cbor);
    return '';
  }
  if (length > LONGEST_KEPT) return textOf(bytes, start, length);
  const place = (hash ^ (hash >>> 15)) & (recent.length - 1);
  const known = recent[place] as string;
  if (isText(known, bytes, start, length)) return known;
  const text = textOf(bytes, start, length);
  recent[place] = text;
  return text;
}

function isText(text: string, bytes: Uint8Array, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let at = 0; at < length; at += 1) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}

function textOf(bytes: Uint8Array, start: number, length: number): string {
  return Reflect.apply(String.fromCharCode, undefined, bytes.subarray(start, start + length));
}

export function readTexts(
  cbor: PlainCbor,
  { least, most, shortest, longest }: { least: number; most: number; shortest: number; longest: number },
): string[] {
  const count = readHead(cbor, ARRAY);
  const texts: string[] = [];
  if (count < least || count > most) refuse(cbor);
  for (let place = 0; place < count && cbor.fits; place += 1) texts.push(readText(cbor, shortest, longest));
  return texts;
}

/** Everything was plain, and there is nothing more. */
export function isAllRead({ bytes, at, fits }: PlainCbor): boolean {
  return fits && at === bytes.length;
}
