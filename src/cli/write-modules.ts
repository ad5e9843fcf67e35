import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device } from '../app/device.ts';
import { intactBinary } from '../app/intact-binary.ts';
import { blobBytes } from '../app/texts.ts';
import { noteUsed } from '../app/uses.ts';
import { toGenError } from '../core/errors.ts';
import type { PlannedRelease } from '../ports/sets.ts';

interface Draft {
  readonly id: string;
  readonly temporary: string;
  readonly file: string;
}

/**
 * Writes the binaries of installed modules into a folder as `<id>-<version>.wasm`. No file is ever seen half written, and none
 * takes its name before all are on the disk.
 *
 * @returns module id → file.
 * @throws GenError as `intactBinary`; Storage.
 */
export async function writeModules(
  device: Device,
  plan: readonly Pick<PlannedRelease, 'id' | 'version'>[],
  { set, folder }: { readonly set: string; readonly folder: string },
): Promise<ReadonlyMap<string, string>> {
  const drafts: Draft[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const release of plan) {
      const file = join(folder, `${release.id}-${release.version}.wasm`);
      const temporary = `${file}.${randomUUID()}`;
      drafts.push({ id: release.id, temporary, file });
      await writeFile(temporary, await blobBytes(await intactBinary(device, release.id, set)), {
        flag: 'wx',
        flush: true,
      });
    }
    for (const { temporary, file } of drafts) await rename(temporary, file);
    for (const { id } of plan) await noteUsed(device, id);
  } catch (thrown) {
    throw toGenError(thrown, 'Storage');
  } finally {
    for (const { temporary } of drafts) await rm(temporary, { force: true });
  }
  return new Map(drafts.map(({ id, file }) => [id, file]));
}
