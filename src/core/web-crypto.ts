/**
 * The part of WebCrypto that the core uses. Browsers, workers and Node provide it under the same global;
 * it is described here because the core compiles with neither DOM nor Node types.
 */
interface Subtle {
  importKey(
    format: 'raw',
    key: Uint8Array,
    algorithm: { name: 'Ed25519' },
    extractable: boolean,
    usages: readonly string[],
  ): Promise<object>;
  verify(
    algorithm: { name: 'Ed25519' },
    key: object,
    signature: Uint8Array,
    data: Uint8Array,
  ): Promise<boolean>;
}

export const subtle: Subtle = (globalThis as { crypto?: { subtle: Subtle } }).crypto!.subtle;
