import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Path below `root` with `/`, of every file under `path`; `path` may be a file, or missing (none). Sorted. */
async function filesUnder(root, path) {
  let entries;
  try {
    entries = await readdir(join(root, path), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  const found = await Promise.all(entries.map((entry) => filesUnder(root, `${path}/${entry.name}`)));
  return found.flat();
}

/**
 * Sha256 over the names and bytes of files: the same exactly when nothing was added, removed, renamed or changed.
 *
 * @param paths  files and folders below `root`.
 * @param except paths left out, with all below them.
 */
export async function fingerprint(root, paths, except = []) {
  const files = (await Promise.all(paths.map((path) => filesUnder(root, path))))
    .flat()
    .filter((file) => !except.some((left) => file === left || file.startsWith(`${left}/`)))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = await readFile(join(root, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** The fingerprint that a finished step left in `path`; `undefined` when it left none. */
export async function readStamp(path) {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
