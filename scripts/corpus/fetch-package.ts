import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { isPermitted } from './licence.ts';

/** Git-ignored. Not below `node_modules`, where tests look for the binaries of installed packages. */
export const CACHE = join(import.meta.dirname, '..', '..', '.cache', 'corpus');

const run = promisify(execFile);
const Packed = z.array(z.object({ filename: z.string() })).min(1);
const Manifest = z.object({ license: z.string() });

interface PackageName {
  readonly name: string;
  readonly version: string;
}

/** Where the files of a package are once it was fetched. */
export function folderOf({ name, version }: PackageName): string {
  return join(CACHE, `${name.replace('/', '+')}@${version}`);
}

/**
 * Downloads a package as npm is set up here, and keeps its manifest and its `.wasm` files; none of its code is run. What is there
 * is not asked for again: a folder gets its name when it is complete.
 *
 * @throws Error when npm has no such package, or its licence is not permitted.
 */
export async function fetchPackage(wanted: PackageName): Promise<'fetched' | 'there'> {
  const folder = folderOf(wanted);
  if (existsSync(folder)) return 'there';
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, 'part-'));
  try {
    const spec = `${wanted.name}@${wanted.version}`;
    const { stdout } = await run('npm', ['pack', spec, '--json', '--ignore-scripts'], { cwd: work });
    const file = Packed.parse(JSON.parse(stdout))[0]?.filename ?? '';
    const contents = join(work, 'contents');
    await mkdir(contents);
    // Both patterns are needed: a package without binaries is still a package, and tar fails on a pattern that fits nothing.
    const patterns = ['--wildcards', '*/package.json', '*.wasm'];
    await run('tar', ['-xzf', join(work, file), '-C', contents, '--strip-components=1', ...patterns]);
    const { license } = Manifest.parse(JSON.parse(readFileSync(join(contents, 'package.json'), 'utf8')));
    if (!isPermitted(license)) throw new Error(`its licence is ${license}`);
    await rename(contents, folder);
    return 'fetched';
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
