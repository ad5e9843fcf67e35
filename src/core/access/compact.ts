import { uint64 } from '../bytes.ts';
import { GenError } from '../errors.ts';
import type { ByteReader } from './byte-reader.ts';

/**
 * Unsigned 64-bit integers in as few bytes as they need (Willow, "On Encodings", Compact Integer Encodings).
 * A tag of 2 to 8 bits stands in some other byte: its four greatest values announce 1, 2, 4 or 8 further
 * bytes, big-endian; any smaller tag is the number itself. Canonical is the least tag that fits.
 * Only safe integers occur here; greater ones are refused.
 */
export type TagWidth = 2 | 4 | 8;

const LIMITS = [0x100, 0x1_0000, 0x1_0000_0000];

/** The least of the four tags that announce further bytes. */
function firstWideTag(width: TagWidth): number {
  return 2 ** width - 4;
}

/** Minimal tag of `value`. */
export function compactTag(value: number, width: TagWidth): number {
  const wide = firstWideTag(width);
  if (value < wide) return value;
  const fitting = LIMITS.findIndex((limit) => value < limit);
  return wide + (fitting === -1 ? 3 : fitting);
}

function bodyLength(tag: number, width: TagWidth): number {
  const wide = firstWideTag(width);
  return tag < wide ? 0 : 2 ** (tag - wide);
}

/** The further bytes that the minimal tag announces; none where the tag is the number. */
export function compactBody(value: number, width: TagWidth): Uint8Array {
  return uint64(value).subarray(8 - bodyLength(compactTag(value, width), width));
}

/** @throws GenError InvalidInput `truncated` | `integer-too-large` | `not-canonical` (a shorter tag would do). */
export function readCompact(reader: ByteReader, tag: number, width: TagWidth): number {
  const length = bodyLength(tag, width);
  if (length === 0) return tag;
  let value = 0;
  // Exact up to 2^53; above, the product only has to stay above.
  for (const byte of reader.take(length)) value = value * 256 + byte;
  if (!Number.isSafeInteger(value)) throw new GenError('InvalidInput', 'integer-too-large');
  if (compactTag(value, width) !== tag)
    throw new GenError('InvalidInput', 'not-canonical', { field: 'integer' });
  return value;
}
