import { sha256 as digest } from '@noble/hashes/sha2.js';

/** sha256 of small inputs (records, ids), synchronous. Binaries are hashed by WebCrypto instead. */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return digest(bytes) as Uint8Array<ArrayBuffer>;
}
