import { sha256 as inJavaScript } from '@noble/hashes/sha2.js';

type Hash = (bytes: Uint8Array) => Uint8Array<ArrayBuffer>;

let hash = inJavaScript as Hash;

/** Has a process that hashes a hundred thousand records do it by another implementation of the very same function. */
export function hashBy(faster: Hash): void {
  hash = faster;
}

/** sha256 of what comes in pieces; used once. */
export interface StreamHash {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array<ArrayBuffer>;
}

let streams = (): StreamHash => inJavaScript.create() as unknown as StreamHash;

/** As `hashBy`, for what comes in pieces. */
export function hashStreamsBy(faster: () => StreamHash): void {
  streams = faster;
}

/** sha256 of what is too large to be held whole. Several may be under way at once. */
export function streamHash(): StreamHash {
  return streams();
}

/** sha256 of small inputs (records, ids), synchronous. Binaries are hashed by WebCrypto instead. */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return hash(bytes);
}
