import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concat, fromHex } from '../../src/core/bytes.ts';
import { parsePublicKey, type PublicKey } from '../../src/core/ids.ts';
import { littleEndian, ORDER } from '../../tests/access/chains/signers.ts';

/**
 * Signatures at the edges of RFC 8032, where engines differ. Each satisfies the equation [S]B = R + [k]A, or that equation
 * times 8, so that only the rule which it is there for refuses it.
 */

const { Point } = ed25519;

function littleEndianBytes(value: bigint): Uint8Array<ArrayBuffer> {
  return fromHex(value.toString(16).padStart(64, '0')).toReversed();
}

function challenge(r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint {
  return littleEndian(sha512(concat(r, key, message))) % ORDER;
}

function key(hex: string): PublicKey {
  return parsePublicKey(fromHex(hex));
}

/** All points whose order divides 8, and other ways to write two of them. */
export const SMALL_ORDER: readonly (readonly [name: string, key: PublicKey])[] = [
  ...ED25519_TORSION_SUBGROUP.map((hex, index) => [`small-order point ${index}`, key(hex)] as const),
  ['the neutral element as p + 1', key(`ee${'ff'.repeat(30)}7f`)],
  ['the point of order 4 as p', key(`ed${'ff'.repeat(30)}7f`)],
  ['the neutral element with the sign of x', key(`01${'00'.repeat(30)}80`)],
];

/** Anybody's signature by a key of small order: [k]A is nothing as soon as 8 divides k. */
export function forgedBySmallOrder(weak: Uint8Array, message: Uint8Array): Uint8Array {
  for (let secret = 1n; ; secret += 1n) {
    const r = Point.BASE.multiply(secret).toBytes();
    if (challenge(r, weak, message) % 8n === 0n) return concat(r, littleEndianBytes(secret));
  }
}

/** By the key of 32 equal bytes, with the R that is given: [S]B = [k]A, to which R of small order adds nothing. */
export function signedWithR(r: Uint8Array, seed: number, message: Uint8Array): Uint8Array {
  const secret = new Uint8Array(32).fill(seed);
  const { scalar } = ed25519.utils.getExtendedPublicKey(secret);
  const k = challenge(r, ed25519.getPublicKey(secret), message);
  return concat(r, littleEndianBytes((k * scalar) % ORDER));
}

/** y = 3 ... 18 may be written as p + y too; a point so written, of an order that is not small, and one off the curve. */
export const NOT_CANONICAL_KEY = key(`f0${'ff'.repeat(30)}7f`);
export const OFF_CURVE_KEY = key(`02${'00'.repeat(31)}`);
