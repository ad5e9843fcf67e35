import { ascii, concat, uint64 } from '../bytes.ts';
import type { PlainError } from '../errors.ts';
import type { Did } from '../ids.ts';

/**
 * What a device signs to read from a private relay. The request carries the rest as
 * `Authorization: Gen <did> <unix ms> <base64url signature>`, and what lets it read as `Gen-Capability`.
 */
export interface ReadRequest {
  /** Whom it asks: a request to one relay is of no use at another. */
  readonly relay: Did;
  readonly did: Did;
  /** Unix milliseconds; the relay refuses what is far from its own clock. */
  readonly at: number;
  readonly method: string;
  /** With its query, as it is sent: `/records?document=module%2Fio.acme.codec`. */
  readonly path: string;
}

/** Encoded capabilities in base64url, joined by commas. */
export const READ_CAPABILITY_HEADER = 'gen-capability';
/** That one request or proof may carry. */
export const MAX_READ_CAPABILITIES = 8;
/** What a private relay answers to whom it may not send it. */
export function isReadRefusal({ code, reason }: Pick<PlainError, 'code' | 'reason'>): boolean {
  return code === 'PermissionDenied' && reason === 'read-capability';
}

const DOMAIN = 'gen-registry/read/1';

/** Each field as ASCII text behind its length (64 bit, big-endian): no two requests share bytes. */
export function readMessage({ relay, did, at, method, path }: ReadRequest): Uint8Array<ArrayBuffer> {
  const fields = [DOMAIN, relay, did, String(at), method, path].map(ascii);
  return concat(...fields.flatMap((field) => [uint64(field.length), field]));
}
