import { sha256 as inJavaScript } from '@noble/hashes/sha2.js';

type Hash = (bytes: Uint8Array) => Uint8Array<ArrayBuffer>;

let hash = inJavaScript as Hash;

/** Has a process that hashes a hundred thousand records do it by another implementation of the very same function. */
export function hashBy(faster: Hash): void {
  hash = faster;
}

/** sha256 of small inputs (records, ids), synchronous. Binaries are hashed by WebCrypto instead. */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return hash(bytes);
}

/** sha256 of what comes piece by piece. */
export interface StreamHash {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array<ArrayBuffer>;
}

export function streamHash(): StreamHash {
  const stream = inJavaScript.create();
  return {
    update: (bytes) => void stream.update(bytes),
    digest: () => stream.digest() as Uint8Array<ArrayBuffer>,
  };
}
