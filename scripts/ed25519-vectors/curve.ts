import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { ascii, concat, fromHex } from '../../src/core/bytes.ts';
import { handedTo } from '../../tests/record/ed25519-handover.ts';

/** The curve without a verifier's care: points of any order, encodings of any kind, signatures that only nearly hold. */

export const { Point } = ed25519;
type Point = InstanceType<typeof Point>;
/** Order of the base point. */
export const ORDER = Point.Fn.ORDER;
/** The field's prime. */
export const PRIME = Point.Fp.ORDER;
const COFACTOR = 8;

export function littleEndian(value: bigint): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}

export function integer(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

export function withSign(encoded: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(encoded);
  copy[31] = (copy[31] ?? 0) | 0x80;
  return copy;
}

/** `place` times one point of order 8. */
export function torsion(place: number): Point {
  const generator = Point.fromBytes(fromHex(ED25519_TORSION_SUBGROUP[1] ?? ''));
  return generator.multiplyUnsafe(BigInt(((place % COFACTOR) + COFACTOR) % COFACTOR));
}

/** The y of all eight points whose order divides 8, written in every way that 255 bits allow, with either sign bit. */
export function smallOrderEncodings(): readonly Uint8Array[] {
  const ys = [...new Set(Array.from({ length: COFACTOR }, (_, place) => torsion(place).y))].sort((a, b) =>
    a < b ? -1 : 1,
  );
  const written = ys.flatMap((y) => [y, y + PRIME].filter((value) => value < 2n ** 255n));
  return written.flatMap((y) => [littleEndian(y), withSign(littleEndian(y))]);
}

/** sha512(R ‖ A ‖ M) as it comes, not yet below the order. */
export function digest(r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint {
  return integer(sha512(concat(r, key, message)));
}

export interface Signer {
  readonly scalar: bigint;
  /** As the verifier is shown it: it may carry torsion that the scalar knows nothing of. */
  readonly key: Uint8Array;
}

export function signerOf(seedByte: number): Signer & { readonly seed: Uint8Array; readonly point: Point } {
  const seed = new Uint8Array(32).fill(seedByte);
  const { scalar, point, pointBytes } = ed25519.utils.getExtendedPublicKey(seed);
  return { seed, scalar, point, key: pointBytes };
}

export interface Forged {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  /** sha512(R ‖ A ‖ M). */
  readonly digest: bigint;
}

/** Signs as RFC 8032 does, but for R: moved by `rTorsion`, or these very bytes, as if its logarithm were 0. */
export function forge(
  message: Uint8Array,
  { scalar, key }: Signer,
  { rTorsion = 0, r: given }: { rTorsion?: number; r?: Uint8Array } = {},
): Forged {
  const nonce =
    given === undefined ? integer(sha512(concat(ascii('nonce of a vector'), message))) % ORDER : 0n;
  const r = given ?? Point.BASE.multiplyUnsafe(nonce).add(torsion(rTorsion)).toBytes();
  const h = digest(r, key, message);
  const s = (nonce + (h % ORDER) * scalar) % ORDER;
  return { message, signature: concat(r, littleEndian(s)), digest: h };
}

/** A message that a record can carry, always the same for a name. */
export function messageNamed(name: string): Uint8Array<ArrayBuffer> {
  return handedTo(sha512(ascii(name)).slice(0, 32));
}

/** The first of the messages of that name for which what is forged is as wanted: chance decides on the digest alone. */
export function forgeUntil(
  name: string,
  make: (message: Uint8Array) => Forged,
  wanted: (digest: bigint) => boolean,
): Forged {
  for (let count = 0; count < 10_000; count += 1) {
    const forged = make(messageNamed(`${name} ${count}`));
    if (wanted(forged.digest)) return forged;
  }
  throw new Error(`no message for ${name}`);
}
