import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { GenError } from '../core/errors.ts';
import { parseSha256, type Did, type Sha256 } from '../core/ids.ts';
import type { BlobIndex } from './blob-index.ts';
import type { Limits } from './config.ts';
import { syncFolder } from './durable-file.ts';
import { storedBytes } from './stored-bytes.ts';

/** Blobs as files named by their hash: `blobs/<first two digits>/<hash>`. */
export interface BlobStore {
  /** Folder that `relativePath` is in. */
  readonly folder: string;
  relativePath(sha256: Sha256): string;
  /** Bytes of what the relay holds; what is about to be collected counts as gone. */
  size(sha256: Sha256): number | undefined;
  /**
   * Stores what hashes to `sha256`; a failure leaves nothing.
   *
   * @param size the announced number of bytes.
   * @throws GenError HashMismatch | QuotaExceeded | InvalidInput `length` | Storage
   */
  put(blob: NewBlob, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Removes what no record named within a day, a few at a time beside other work. @returns how many. */
  collect(signal?: AbortSignal): Promise<number>;
}

export interface NewBlob {
  readonly sha256: Sha256;
  readonly size: number;
  readonly owner: Did;
}

/** Blobs that are looked at before other work has its turn. */
const LOOKED_AT = 250;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function storageFault(cause: unknown): GenError {
  const full =
    cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  return new GenError('Storage', full ? 'disk-full' : 'blob-file', {}, cause);
}

/** @param clock milliseconds since 1970. */
export function blobStore(data: string, index: BlobIndex, limits: Limits, clock: () => number): BlobStore {
  const folder = join(data, 'blobs');
  const incoming = join(data, 'incoming');
  const underway = new Map<Did, number>();
  const stored = storedBytes((owner) => index.storedBy(owner, clock() - DAY_MS), clock);
  // Uploads that a crash cut off.
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  mkdirSync(folder, { recursive: true, mode: 0o700 });

  function relativePath(sha256: Sha256): string {
    return join(sha256.slice(0, 2), sha256);
  }

  function size(sha256: Sha256): number | undefined {
    const blob = index.get(sha256);
    if (blob === undefined || (!blob.named && blob.addedAt < clock() - DAY_MS)) return undefined;
    return blob.size;
  }

  function checkQuota({ size, owner }: NewBlob): void {
    if (size > limits.maxBlob) {
      throw new GenError('QuotaExceeded', 'blob-size', { size, limit: limits.maxBlob });
    }
    const pending = [...underway.values()].reduce((sum, bytes) => sum + bytes, 0);
    const ofOwner = stored.of(owner) + (underway.get(owner) ?? 0);
    if (ofOwner + size > limits.blobsPerDay) {
      throw new GenError('QuotaExceeded', 'blobs-per-day', { limit: limits.blobsPerDay });
    }
    if (index.unnamedBytes() + pending + size > limits.unnamedBlobs) {
      throw new GenError('QuotaExceeded', 'unnamed-blobs', { limit: limits.unnamedBlobs });
    }
  }

  async function receive(blob: NewBlob, content: AsyncIterable<Uint8Array>, path: string): Promise<void> {
    const hash = createHash('sha256');
    const file = await open(path, 'wx', 0o600);
    try {
      let received = 0;
      for await (const chunk of content) {
        received += chunk.length;
        if (received > blob.size) break;
        hash.update(chunk);
        for (let done = 0; done < chunk.length;) {
          done += (await file.write(chunk, done, chunk.length - done)).bytesWritten;
        }
      }
      if (received !== blob.size)
        throw new GenError('InvalidInput', 'length', { received, announced: blob.size });
      const found = hash.digest('hex');
      if (found !== blob.sha256) throw new GenError('HashMismatch', 'blob', { expected: blob.sha256, found });
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async function store(blob: NewBlob, content: AsyncIterable<Uint8Array>): Promise<void> {
    const temporary = join(incoming, randomUUID());
    const target = join(folder, relativePath(blob.sha256));
    try {
      await receive(blob, content, temporary);
      await mkdir(join(target, '..'), { recursive: true, mode: 0o700 });
      await rename(temporary, target);
      await syncFolder(join(target, '..'));
    } catch (thrown) {
      await unlink(temporary).catch(() => undefined);
      throw thrown instanceof GenError ? thrown : storageFault(thrown);
    }
    // A crash before this leaves a file that no row names; `collect` removes it.
    index.add({ ...blob, at: clock() });
    stored.add(blob.owner, blob.size);
  }

  /** Row and file in one go, without a pause in which the blob could be sent anew. */
  function discard(sha256: Sha256, addedBefore: number): boolean {
    if (!index.remove(sha256, addedBefore)) return false;
    rmSync(join(folder, relativePath(sha256)), { force: true });
    return true;
  }

  function discardOrphan(sha256: Sha256): boolean {
    const path = join(folder, relativePath(sha256));
    if (index.get(sha256) !== undefined || statSync(path).mtimeMs > clock() - DAY_MS) return false;
    unlinkSync(path);
    return true;
  }

  /** @returns of how many `act` was true. */
  async function count(
    blobs: readonly Sha256[],
    act: (sha256: Sha256) => boolean,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    let done = 0;
    for (const [index, sha256] of blobs.entries()) {
      if (index % LOOKED_AT === 0) await setImmediate();
      if (signal?.aborted === true) return done;
      if (act(sha256)) done += 1;
    }
    return done;
  }

  return {
    folder,
    relativePath,
    size,
    async put(blob, content) {
      const { sha256, owner } = blob;
      if (size(sha256) !== undefined) {
        index.add({ ...blob, at: clock() });
        return;
      }
      checkQuota(blob);
      underway.set(owner, (underway.get(owner) ?? 0) + blob.size);
      try {
        await store(blob, content);
      } finally {
        const rest = (underway.get(owner) ?? 0) - blob.size;
        if (rest > 0) underway.set(owner, rest);
        else underway.delete(owner);
      }
    },
    async collect(signal) {
      // An hour after `size` denies it, so that no record under way can name what goes.
      const before = clock() - DAY_MS - HOUR_MS;
      const isGone = (sha256: Sha256): boolean => discard(sha256, before);
      let removed = await count(index.unnamedBefore(before), isGone, signal);
      for (const shelf of await readdir(folder)) {
        const names = await readdir(join(folder, shelf));
        removed += await count(names.map(parseSha256), discardOrphan, signal);
      }
      return removed;
    },
  };
}
