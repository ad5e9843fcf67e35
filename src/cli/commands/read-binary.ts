import { constants, openSync } from 'node:fs';
import { open, stat as statOf } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Socket } from 'node:net';
import { GenError } from '../../core/errors.ts';
import { readStream, type ReadStreamOptions, type StreamBytes } from '../../core/wasm/read-stream.ts';

/** Given for a file, it stands for standard input. */
export const STDIN = '-';

/** Of one read, at most: an endless file ends no further past the limit. */
const CHUNK = 64 * 1024;

interface ReadBinaryOptions extends Pick<ReadStreamOptions, 'signal' | 'onProgress'> {
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
}

/**
 * Reads a whole file of at most `maxSize` bytes, or only its size when that is above the limit (for a pipe: what was
 * seen before stopping). What says its size is refused before a byte is read; a device ends one byte past the limit, a
 * pipe and standard input (`-`) one chunk, so that an endless one ends too.
 *
 * @throws GenError NotFound with the system's code as `text`, or with `changed` for a file that does not have the size
 *         that it had when it was opened; Cancelled by `signal`.
 */
export async function readBinary(
  file: string,
  maxSize: number,
  { stdin = process.stdin, ...options }: ReadBinaryOptions = {},
): Promise<StreamBytes> {
  try {
    if (file === STDIN) return await readStream(stdin, { ...options, maxSize });
    if ((await statOf(file)).isFIFO()) return await readPipe(file, { ...options, maxSize });
    await using handle = await open(file);
    const stat = await handle.stat();
    // What the system makes up as it is read (/proc) is called empty.
    const announced = stat.isFile() && stat.size > 0 ? stat.size : undefined;
    return await readStream(chunksOf(handle, maxSize), { ...options, maxSize, announced });
  } catch (error) {
    if (error instanceof GenError && error.reason !== 'announced-size') throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const text = error instanceof GenError ? 'changed' : code;
    throw new GenError('NotFound', 'file', { file, text }, error);
  }
}

/**
 * Nobody may ever write to a pipe. To open or to read it as a file would then hold a thread, and the process could not
 * exit; as a socket it only waits, and can be left.
 */
async function readPipe(file: string, options: ReadStreamOptions): Promise<StreamBytes> {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const pipe = new Socket({ fd, readable: true, writable: false });
  try {
    return await readStream(pipe, options);
  } finally {
    pipe.destroy();
  }
}

async function* chunksOf(handle: FileHandle, maxSize: number): AsyncGenerator<Uint8Array> {
  // Filled anew for each read: whoever asks for a chunk has copied the last one.
  const chunk = new Uint8Array(Math.min(CHUNK, maxSize + 1));
  for (let left = maxSize + 1; left > 0;) {
    const { bytesRead } = await handle.read(chunk, 0, Math.min(chunk.length, left), null);
    if (bytesRead === 0) return;
    left -= bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}
