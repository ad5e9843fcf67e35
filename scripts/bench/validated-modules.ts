import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusBinaries } from '../corpus/binaries.ts';
import { realModules, type RealModule } from './real-modules.ts';

const MEGABYTE = 1_000_000;
/** Below a megabyte, for comparison. */
const SMALLER = 5;
/** Of what `npm run corpus` fetched: this many, evenly by size, the largest first. */
const OF_CORPUS = 10;
const PACKAGES = join(import.meta.dirname, '..', '..', 'node_modules');
/** Larger ones of the packages of the starter catalogue, which are no samples themselves. */
const LARGER = [
  '@vscode/tree-sitter-wasm/wasm/tree-sitter-cpp.wasm',
  '@vscode/tree-sitter-wasm/wasm/tree-sitter-ruby.wasm',
  'zxing-wasm/dist/full/zxing_full.wasm',
];

function named(path: string, name: string): RealModule {
  return { name, bytes: new Uint8Array(readFileSync(path)) };
}

function larger(): RealModule[] {
  return LARGER.map((file) =>
    named(
      join(PACKAGES, file),
      `${file.replace(/^(@[^/]+\/)?([^/]+)\/.*/, '$1$2')} ${file.split('/').at(-1)}`,
    ),
  );
}

function ofCorpus(): RealModule[] {
  const binaries = corpusBinaries()
    .filter(({ size }) => size > MEGABYTE)
    .toSorted((a, b) => b.size - a.size);
  const step = Math.max(1, Math.floor(binaries.length / OF_CORPUS));
  return binaries
    .filter((_, place) => place % step === 0)
    .map((binary) => named(binary.path, `${binary.package} ${binary.file.split('/').at(-1)}`));
}

/**
 * What validation is measured with: all above a megabyte, some below it, largest first.
 *
 * @param options `large` adds some of the corpus, up to 54 MB, as far as it was fetched.
 */
export async function validatedModules({ large }: { readonly large: boolean }): Promise<RealModule[]> {
  const real = await realModules();
  const small = real.filter(({ bytes }) => bytes.length <= MEGABYTE);
  const step = Math.max(1, Math.floor(small.length / SMALLER));
  const chosen = new Map<string, RealModule>();
  for (const module of [
    ...real.filter(({ bytes }) => bytes.length > MEGABYTE),
    ...larger(),
    ...small.filter((_, place) => place % step === 0),
    ...(large ? ofCorpus() : []),
  ]) {
    if (!chosen.has(module.name)) chosen.set(module.name, module);
  }
  return [...chosen.values()].sort((a, b) => b.bytes.length - a.bytes.length);
}

/** Fewer of what takes long. */
export function runsFor({ bytes }: RealModule): number {
  return bytes.length > 10 * MEGABYTE ? 10 : 40;
}
