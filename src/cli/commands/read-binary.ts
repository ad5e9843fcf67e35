import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { GenError } from '../../core/errors.ts';

/** A file's bytes, or only its size when that is above the limit (for a pipe: what was seen before stopping). */
type Binary = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly size: number };

/**
 * Reads a whole file of at most `maxSize` bytes. What says its size is refused before a byte is read; a pipe or a
 * device ends one byte past the limit, so that an endless one ends too.
 *
 * @throws GenError NotFound with the system's code as `text`.
 */
export async function readBinary(file: string, maxSize: number): Promise<Binary> {
  try {
    await using handle = await open(file);
    const stat = await handle.stat();
    if (!stat.isFile()) return await readStream(handle, maxSize);
    if (stat.size > maxSize) return { size: stat.size };
    return { bytes: await readExactly(handle, stat.size) };
  } catch (error) {
    const text = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new GenError('NotFound', 'file', { file, text }, error);
  }
}

/** Fewer bytes when the file shrinks meanwhile; never more. */
async function readExactly(handle: FileHandle, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await handle.read(bytes, filled, size - filled, filled);
    if (bytesRead === 0) return bytes.slice(0, filled);
    filled += bytesRead;
  }
  return bytes;
}

async function readStream(handle: FileHandle, maxSize: number): Promise<Binary> {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.alloc(Math.min(65_536, maxSize + 1 - size));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) return { bytes: Uint8Array.from(Buffer.concat(chunks)) };
    chunks.push(chunk.subarray(0, bytesRead));
    size += bytesRead;
    if (size > maxSize) return { size };
  }
}
