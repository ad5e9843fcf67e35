import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { fromBase64Url, fromHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { didOf, parsePublicKey } from '../core/ids.ts';
import type { Signer } from '../ports/identity.ts';

/** PKCS #8 of an Ed25519 seed is this and the seed (RFC 8410, section 7). */
const PKCS8_HEAD = fromHex('302e020100300506032b657004220420');

export function newSeed(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(randomBytes(32));
}

/** @throws GenError InvalidInput `seed` unless 32 bytes. */
export function signerOf(seed: Uint8Array): Signer {
  if (seed.length !== 32) throw new GenError('InvalidInput', 'seed', { bytes: seed.length });
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = parsePublicKey(fromBase64Url(createPublicKey(key).export({ format: 'jwk' }).x ?? ''));
  return {
    did: didOf(publicKey),
    publicKey,
    sign: async (message) => Uint8Array.from(sign(null, message, key)),
  };
}
