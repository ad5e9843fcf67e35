import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device } from '../app/device.ts';
import { blobBytes } from '../app/texts.ts';
import { toHex } from '../core/bytes.ts';
import { GenError, toGenError } from '../core/errors.ts';
import type { PlannedRelease } from '../ports/sets.ts';

interface Draft {
  readonly id: string;
  readonly temporary: string;
  readonly file: string;
}

/**
 * Writes the binaries of a plan into a folder as `<id>-<version>.wasm`. No file is ever seen half written, and none
 * takes its name before all are on the disk.
 *
 * @returns module id → file.
 * @throws GenError NotFound `blob-lost` | HashMismatch `stored` | Storage.
 */
export async function writeModules(
  device: Device,
  plan: readonly PlannedRelease[],
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const drafts: Draft[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const release of plan) {
      const file = join(folder, `${release.id}-${release.version}.wasm`);
      const temporary = `${file}.${randomUUID()}`;
      drafts.push({ id: release.id, temporary, file });
      await writeFile(temporary, await storedBytes(device, release), { flag: 'wx', flush: true });
    }
    for (const { temporary, file } of drafts) await rename(temporary, file);
  } catch (thrown) {
    throw toGenError(thrown, 'Storage');
  } finally {
    for (const { temporary } of drafts) await rm(temporary, { force: true });
  }
  return new Map(drafts.map(({ id, file }) => [id, file]));
}

async function storedBytes(device: Device, { sha256 }: PlannedRelease): Promise<Uint8Array<ArrayBuffer>> {
  const row = await device.tables.get('blobs', sha256);
  if (row === undefined) throw new GenError('NotFound', 'blob-lost', { sha256 });
  const bytes = await blobBytes(row);
  const actual = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  if (actual !== sha256) throw new GenError('HashMismatch', 'stored', { expected: sha256, actual });
  return bytes;
}
