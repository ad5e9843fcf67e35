import { ascii, concat, uint64 } from '../bytes.ts';
import type { Did, Sha256 } from '../ids.ts';

/**
 * What a device signs to store a blob at a relay. The request carries the rest as
 * `Authorization: Gen <did> <unix ms> <base64url signature>`; the hash stands in its path.
 */
export interface PutBlobRequest {
  readonly did: Did;
  /** Unix milliseconds; the relay refuses what is far from its own clock. */
  readonly at: number;
  readonly sha256: Sha256;
}

export const PUT_BLOB_SCHEME = 'Gen';
const DOMAIN = 'gen-registry/put-blob/1';

/** Each field as ASCII text behind its length (64 bit, big-endian): no two requests share bytes. */
export function putBlobMessage({ did, at, sha256 }: PutBlobRequest): Uint8Array<ArrayBuffer> {
  const fields = [DOMAIN, did, String(at), sha256].map(ascii);
  return concat(...fields.flatMap((field) => [uint64(field.length), field]));
}
