import { open } from 'node:fs/promises';
import { GenError } from '../core/errors.ts';

function fault(cause: unknown): GenError {
  const isGone = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  return isGone
    ? new GenError('InvalidState', 'blob-missing', {}, cause)
    : new GenError('Storage', 'blob-file', {}, cause);
}

/**
 * The first bytes of a blob's file, in a buffer that can be moved to another thread.
 *
 * @param size as many, or as many as there are.
 * @throws GenError InvalidState `blob-missing` where there is no such file; Storage.
 */
export async function readBlob(path: string, size: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const file = await open(path);
    try {
      const bytes = new Uint8Array(size);
      let done = 0;
      while (done < size) {
        const { bytesRead } = await file.read(bytes, done, size - done, done);
        if (bytesRead === 0) return bytes.slice(0, done);
        done += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw fault(thrown);
  }
}
