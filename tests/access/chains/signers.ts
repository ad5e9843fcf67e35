import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js';
import { fromHex, toHex } from '../../../src/core/bytes.ts';
import { parsePublicKey, type PublicKey } from '../../../src/core/ids.ts';

/** Ed25519 by Node, at once and without promises: chains are generated and judged by the hundred thousand. */

export interface Signer {
  readonly key: PublicKey;
  sign(message: Uint8Array): Uint8Array;
}

const PKCS8_HEAD = fromHex('302e020100300506032b657004220420');

function rawKey(key: KeyObject): PublicKey {
  const { x = '' } = key.export({ format: 'jwk' });
  return parsePublicKey(Buffer.from(x, 'base64url'));
}

/** The same in every run. */
export function signer(seed: number): Signer {
  const secret = new Uint8Array(32).fill(seed);
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, secret]),
    format: 'der',
    type: 'pkcs8',
  });
  return { key: rawKey(createPublicKey(key)), sign: (message) => new Uint8Array(sign(null, message, key)) };
}

export const PRIME = 2n ** 255n - 19n;
export const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

export function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.toReversed())}`);
}

/** A point is its y coordinate and, in the highest bit, the sign of x. */
function height(point: Uint8Array): bigint {
  return littleEndian(point) % 2n ** 255n;
}

const SMALL_ORDER = new Set(ED25519_TORSION_SUBGROUP.map((point) => height(fromHex(point))));

function isGoodPoint(point: Uint8Array): boolean {
  return height(point) < PRIME && !SMALL_ORDER.has(height(point));
}

const imported = new Map<string, KeyObject | undefined>();

function importKey(raw: PublicKey): KeyObject | undefined {
  const x = Buffer.from(raw).toString('base64url');
  if (imported.has(x)) return imported.get(x);
  let key: KeyObject | undefined;
  try {
    key = isGoodPoint(raw)
      ? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
      : undefined;
  } catch {
    key = undefined;
  }
  imported.set(x, key);
  return key;
}

/** "Points of small order, points and S that are not canonical are refused." */
export function naiveVerify(raw: PublicKey, signature: Uint8Array, message: Uint8Array): boolean {
  if (signature.length !== 64 || littleEndian(signature.subarray(32)) >= ORDER) return false;
  const key = isGoodPoint(signature.subarray(0, 32)) ? importKey(raw) : undefined;
  return key !== undefined && verify(null, message, key, signature);
}
