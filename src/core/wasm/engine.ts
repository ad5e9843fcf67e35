/**
 * The parts of the platform that the report uses. Browsers, workers and Node provide them under the same
 * globals; they are described here because the core compiles with neither DOM nor Node types.
 */
interface WasmEngine {
  /** Copies the bytes before it returns its promise. Says why it refuses. */
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<object>;
  /** No reason given, and free of the page's Content-Security-Policy. */
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

interface Utf8Decoder {
  /** @throws TypeError on bytes that are no UTF-8. */
  decode(bytes: Uint8Array): string;
}

interface Platform {
  readonly WebAssembly: WasmEngine;
  readonly TextDecoder: new (label: 'utf-8', options: { fatal: true; ignoreBOM: true }) => Utf8Decoder;
}

const platform = globalThis as typeof globalThis & Platform;

export const engine: WasmEngine = platform.WebAssembly;

/** Strict, and keeps a byte order mark, as names in a binary do. */
export const utf8: Utf8Decoder = new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What the core needs of an `AbortSignal`. */
export interface Signal {
  throwIfAborted(): void;
}
