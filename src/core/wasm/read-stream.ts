import { GenError, toGenError } from '../errors.ts';
import type { Signal } from './engine.ts';

/** What is read of an `AbortSignal` here: a source that has fallen silent is left too. */
export interface StreamSignal extends Signal {
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface ReadStreamOptions {
  /** Bytes. */
  readonly maxSize: number;
  /** How many bytes the source says that it has, where it does. */
  readonly announced?: number | undefined;
  readonly onProgress?:
    | ((progress: { readonly done: number; readonly total: number | undefined }) => void)
    | undefined;
  readonly signal?: StreamSignal | undefined;
}

/** All bytes of a source, or only its size where that is above the limit: what was announced, else what had come. */
export type StreamBytes = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly size: number };

/** The first piece of memory where no size is announced. */
const FIRST = 64 * 1024;

/**
 * Reads a source to its end, and no further than the limit: what is announced above it is not begun, else the chunk that
 * passes it is the last one asked for and is not kept. A source is told when no more of it is wanted.
 *
 * Memory: an announced size is allocated once; else twice what is read, and while it grows three times, at most. The bytes
 * have a buffer of their own and of their size: WebCrypto of browsers refuses one that can be resized.
 *
 * @throws GenError InvalidState `announced-size` for fewer or more bytes than announced; Cancelled or Timeout by `signal`;
 *         what the source throws.
 */
export async function readStream(
  source: AsyncIterable<Uint8Array>,
  { maxSize, announced, onProgress, signal }: ReadStreamOptions,
): Promise<StreamBytes> {
  const iterator = source[Symbol.asyncIterator]();
  const abort = abortOf(signal);
  let ended = false;
  try {
    abort.check();
    if (announced !== undefined && announced > maxSize) return { size: announced };
    let buffer = new ArrayBuffer(announced ?? Math.min(FIRST, maxSize));
    let size = 0;
    for (;;) {
      const next = await Promise.race([iterator.next(), abort.happens]);
      abort.check();
      if (next.done === true) break;
      const chunk = next.value;
      if (announced !== undefined && size + chunk.length > announced)
        throw liar(announced, size + chunk.length);
      if (size + chunk.length > maxSize) return { size: size + chunk.length };
      if (size + chunk.length > buffer.byteLength)
        buffer = buffer.transfer(Math.min(maxSize, Math.max(size + chunk.length, 2 * buffer.byteLength)));
      new Uint8Array(buffer).set(chunk, size);
      size += chunk.length;
      onProgress?.({ done: size, total: announced });
    }
    ended = true;
    if (announced !== undefined && size < announced) throw liar(announced, size);
    return { bytes: new Uint8Array(buffer.byteLength === size ? buffer : buffer.transfer(size)) };
  } finally {
    abort.dispose();
    if (!ended) void stop(iterator);
  }
}

function liar(announced: number, size: number): GenError {
  return new GenError('InvalidState', 'announced-size', { announced, size });
}

/** Not waited for: a source that is silent would not answer this either. */
async function stop(iterator: AsyncIterator<Uint8Array>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // How a source ends that nobody reads any more is nobody's concern.
  }
}

/** `happens` only ever rejects. */
function abortOf(signal: StreamSignal | undefined) {
  const { promise, reject } = Promise.withResolvers<never>();
  const check = () => {
    try {
      signal?.throwIfAborted();
    } catch (error) {
      throw toGenError(error, 'Cancelled');
    }
  };
  const aborted = () => reject(toGenError(signal?.reason, 'Cancelled'));
  promise.catch(() => 'whoever waits for a chunk has it');
  signal?.addEventListener('abort', aborted);
  return { happens: promise, check, dispose: () => signal?.removeEventListener('abort', aborted) };
}
