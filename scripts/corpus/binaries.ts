import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { folderOf } from './fetch-package.ts';
import { CORPUS_PACKAGES } from './packages.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const Dependencies = z.record(z.string(), z.string()).default({});
const Manifest = z.object({ dependencies: Dependencies, devDependencies: Dependencies });

export interface CorpusBinary {
  readonly package: string;
  /** Inside the package. */
  readonly file: string;
  readonly path: string;
  readonly size: number;
}

function filesIn(folder: string): string[] {
  return globSync('**/*.wasm', { cwd: folder, exclude: ['node_modules/**'] }).toSorted();
}

/** Packages of this project, then those of the corpus that were fetched. */
function folders(): { package: string; folder: string }[] {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).toSorted();
  return [
    ...names.map((name) => ({ package: name, folder: join(ROOT, 'node_modules', name) })),
    ...CORPUS_PACKAGES.map((wanted) => ({ package: wanted.name, folder: folderOf(wanted) })),
  ].filter(({ folder }) => existsSync(folder));
}

/** Each binary once, though packages carry copies: by its bytes, under the first name found. */
export function corpusBinaries(): CorpusBinary[] {
  const seen = new Set<string>();
  const binaries: CorpusBinary[] = [];
  for (const { package: name, folder } of folders()) {
    for (const file of filesIn(folder)) {
      const path = join(folder, file);
      const bytes = readFileSync(path);
      const hash = createHash('sha256').update(bytes).digest('hex');
      if (seen.has(hash)) continue;
      seen.add(hash);
      binaries.push({ package: name, file, path, size: bytes.length });
    }
  }
  return binaries;
}
