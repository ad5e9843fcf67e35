import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Digest } from '../../src/core/wasm/report.ts';

export const digest: Digest = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Binaries that installed packages bring, one path for each file name and folder name. */
export function installedBinaries(): string[] {
  const found = readdirSync(PACKAGES, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.wasm'),
  );
  const unlike = new Map(found.map((path) => [path.split('/').at(-1), path]));
  return [...unlike.values()].map((path) => join(PACKAGES, path));
}
