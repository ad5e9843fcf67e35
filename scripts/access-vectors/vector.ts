/** A line of `encoding-vectors.json`. */
export interface Accepted {
  readonly case: string;
  readonly [context: string]: unknown;
  readonly hex: string;
}

export interface Refused extends Accepted {
  /** The sentence of the README that the bytes break. */
  readonly rule: string;
  /** `code: reason` of the failure. */
  readonly reason: string;
}

export interface Vectors {
  readonly accepted: readonly Accepted[];
  readonly refused: readonly Refused[];
}

/** Big-endian, in so many bytes, as hex. */
export function wide(value: number | bigint, bytes: number): string {
  return bytes === 0
    ? ''
    : BigInt(value)
        .toString(16)
        .padStart(bytes * 2, '0');
}

export function byteHex(value: number): string {
  return wide(value, 1);
}

export function asciiHex(text: string): string {
  return Buffer.from(text, 'ascii').toString('hex');
}

export function bitsHex(bits: string): string {
  return (bits.match(/.{8}/g) ?? []).map((byte) => byteHex(Number.parseInt(byte, 2))).join('');
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Every beginning of `hex` of at least `from` whole bytes, but not the whole. */
export function beginnings(hex: string, from: number): readonly string[] {
  return Array.from({ length: hex.length / 2 - from }, (_, bytes) => hex.slice(0, (from + bytes) * 2));
}
