import { decode, encode } from 'cborg';
import { equalBytes } from '../bytes.ts';
import { GenError } from '../errors.ts';

/**
 * Deterministic CBOR (RFC 8949, 4.2): shortest integers, definite lengths, sorted keys, no floats where an
 * integer fits. One value has one encoding, and only that one is read.
 */
export function encodeCanonical(value: unknown): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(encode(value));
}

/** @throws GenError InvalidInput `cbor` for malformed bytes or any encoding but the canonical one. */
export function decodeCanonical(bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = decode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      rejectDuplicateMapKeys: true,
    });
  } catch (cause) {
    throw new GenError('InvalidInput', 'cbor', { bytes: bytes.length }, cause);
  }
  if (!equalBytes(encode(value), bytes)) throw new GenError('InvalidInput', 'cbor', { bytes: bytes.length });
  return value;
}
