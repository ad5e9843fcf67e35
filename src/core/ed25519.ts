import { equalBytes, fromHex, toHex } from './bytes.ts';
import { subtle } from './web-crypto.ts';

/**
 * One verdict on Ed25519 everywhere. RFC 8032 leaves room at the edges (small-order points, encodings that
 * are not canonical, S ≥ L), and engines differ there; so those are refused before any engine is asked.
 */

/** Order of the base point, and the field's prime, little-endian (RFC 8032, 5.1). */
const ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
const PRIME = fromHex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');

/** The y coordinates of the eight points whose order divides the cofactor, little-endian. */
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(fromHex);

function isBelow(value: Uint8Array, limit: Uint8Array): boolean {
  for (let index = limit.length - 1; index >= 0; index -= 1) {
    const difference = (value[index] ?? 0) - (limit[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Canonical (y < p) and not of small order. Whether it lies on the curve is the engine's to say. */
function isStrictPoint(encoded: Uint8Array): boolean {
  const y = Uint8Array.from(encoded);
  y[31] = (y[31] ?? 0) & 0x7f;
  return isBelow(y, PRIME) && !SMALL_ORDER.some((small) => equalBytes(small, y));
}

const KEPT_KEYS = 1024;
const keys = new Map<string, Promise<object | undefined>>();

/** By WebCrypto, what a key's bytes are refused with; anything else is about this engine at this moment. */
function isAboutTheKey(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'DataError';
}

function importedKey(publicKey: Uint8Array): Promise<object | undefined> {
  const name = toHex(publicKey);
  let key = keys.get(name);
  if (key === undefined) {
    key = isStrictPoint(publicKey)
      ? subtle
          .importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify'])
          .catch((thrown: unknown) => {
            // An engine may refuse bytes off the curve here or at verification: both mean "no".
            if (isAboutTheKey(thrown)) return undefined;
            keys.delete(name);
            throw thrown;
          })
      : Promise.resolve(undefined);
    if (keys.size >= KEPT_KEYS) keys.delete(keys.keys().next().value ?? '');
    keys.set(name, key);
  }
  return key;
}

/**
 * @param publicKey 32 bytes, @param signature 64 bytes (R ‖ S).
 * @returns whether the signature is valid; never throws for hostile input. An engine that fails throws what it likes.
 */
export async function verifyEd25519(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  if (!isBelow(signature.subarray(32), ORDER) || !isStrictPoint(signature.subarray(0, 32))) return false;
  const key = await importedKey(publicKey);
  return key !== undefined && subtle.verify({ name: 'Ed25519' }, key, signature, message);
}
