import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { GenError, toGenError } from '../core/errors.ts';
import type { BundleSource } from '../ports/bundles.ts';
import type { Context } from './context.ts';

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);

/** A file that got shorter since reads as if it were cut off there. */
async function readPart(handle: FileHandle, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(end - start);
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/** Reads a bundle where it lies. @throws GenError NotFound `file`; what `act` throws. */
export async function withBundleFile<T>(file: string, act: (source: BundleSource) => Promise<T>): Promise<T> {
  let handle: FileHandle;
  let size: number;
  try {
    const facts = await stat(file);
    // To open a pipe that nobody writes to would never end.
    if (!facts.isFile()) throw new GenError('NotFound', 'file', { file, text: 'no file' });
    ({ size } = facts);
    handle = await open(file);
  } catch (thrown) {
    if (thrown instanceof GenError) throw thrown;
    throw new GenError('NotFound', 'file', { file, text: codeOf(thrown) }, thrown);
  }
  try {
    const read = (start: number, end: number) => readPart(handle, start, end);
    return await act({ size, read, part: read });
  } finally {
    await handle.close();
  }
}

/**
 * A new file, written part by part; in place of one that is there only with `--yes`. What could not be written whole is removed.
 *
 * @throws GenError AlreadyExists `file`; Storage; what giving the parts throws.
 */
export async function writeParts(
  { options }: Pick<Context, 'options'>,
  file: string,
  parts: AsyncIterable<Uint8Array>,
): Promise<void> {
  let handle: FileHandle;
  // What is there stays until the new one is whole.
  const isThere =
    options.yes &&
    (await stat(file).then(
      (facts) => facts.isFile(),
      () => false,
    ));
  const written = isThere ? `${file}.${process.pid}.part` : file;
  try {
    handle = await open(written, options.yes && !isThere ? 'w' : 'wx');
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') throw new GenError('AlreadyExists', 'file', { file }, thrown);
    throw toGenError(thrown, 'Storage');
  }
  try {
    for await (const part of parts) await handle.writeFile(part);
    await handle.sync();
    await handle.close();
    if (isThere) await rename(written, file);
  } catch (thrown) {
    await handle.close().catch(() => undefined);
    await rm(written, { force: true });
    throw toGenError(thrown, 'Storage');
  }
}
