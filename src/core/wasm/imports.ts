import { abilitiesOf, type AskedImport } from './abilities.ts';
import { originOf, type ImportOrigin } from './import-origin.ts';

/** A class of imports that answers a searcher's first question: what must I bring to run this? */
export type ImportClass = 'nothing' | 'wasi' | 'env' | 'js-glue' | 'other';

const CLASSES: Readonly<Record<ImportOrigin, ImportClass>> = {
  'wasi-preview1': 'wasi',
  wasi: 'wasi',
  'wasm-bindgen': 'js-glue',
  go: 'js-glue',
  emscripten: 'js-glue',
  env: 'env',
  other: 'other',
};

/**
 * The classes of a module's imports, for search facets; sorted, each once.
 *
 * - `nothing`: runs anywhere as it is.
 * - `wasi`: any WASI host runs it; the functions are standard.
 * - `env`: the C convention for "from my environment". The host must be written for the module, but the names are few
 *   and documented (AssemblyScript, hand-written C).
 * - `js-glue`: the names belong to generated JavaScript (wasm-bindgen, Go, Emscripten: minified as `a`, or `GOT.*`
 *   of its dynamic linker) and mean nothing without that very file: a bare binary is of no use.
 * - `other`: names of its own.
 *
 * A module name decides, not an import's: toolchains own module names, while `memory` or `abort` occur in all.
 * Emscripten unminified also uses `env`; nothing in the import section tells it apart for certain, so it stays there.
 */
export function importClasses(imports: readonly Pick<AskedImport, 'module'>[]): ImportClass[] {
  if (imports.length === 0) return ['nothing'];
  return [...new Set(imports.map(({ module }) => CLASSES[originOf(module)]))].sort();
}

/** The words of `abilitiesOf`, for one line. */
export function plainWords(imports: readonly AskedImport[]): string[] {
  return abilitiesOf(imports).map(({ words }) => words);
}
