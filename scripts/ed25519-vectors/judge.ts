import { equalBytes } from '../../src/core/bytes.ts';
import { digest, integer, ORDER, Point, PRIME } from './curve.ts';

/**
 * docs/FORMAT.md, section 1, asked a second time: by arithmetic on integers and points, with no list of encodings and no
 * engine, so that a slip in `src/core/ed25519.ts` is not repeated here.
 */

export type Reason =
  | 'length'
  | 'S not below L'
  | 'R not canonical'
  | 'R of small order'
  | 'key not canonical'
  | 'key of small order'
  | 'key not on the curve'
  | 'equation';

const SIGN = 2n ** 255n;

/** Any of the bytes that name a point, the laxest reading; `undefined` off the curve. */
function pointOf(encoded: Uint8Array): InstanceType<typeof Point> | undefined {
  try {
    return Point.fromBytes(Uint8Array.from(encoded), true);
  } catch {
    return undefined;
  }
}

/** The first reason, in the order of FORMAT.md; `undefined` for a signature that is valid. */
export function reasonAgainst(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Reason | undefined {
  if (key.length !== 32 || signature.length !== 64) return 'length';
  const [r, s] = [signature.slice(0, 32), integer(signature.slice(32))];
  if (s >= ORDER) return 'S not below L';
  if (integer(r) % SIGN >= PRIME) return 'R not canonical';
  if (pointOf(r)?.isSmallOrder() === true) return 'R of small order';
  if (integer(key) % SIGN >= PRIME) return 'key not canonical';
  const point = pointOf(key);
  if (point === undefined) return 'key not on the curve';
  if (point.isSmallOrder()) return 'key of small order';
  // Without the cofactor, and with the digest below the order: for a point of mixed order both decide.
  const h = digest(r, key, message) % ORDER;
  const expected = Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(h));
  return equalBytes(expected.toBytes(), r) ? undefined : 'equation';
}
