import type { WasmImport } from './module-shape.ts';

type Import = Pick<WasmImport, 'module' | 'name' | 'kind'>;

/** A class of imports that answers a searcher's first question: what must I bring to run this? */
export type ImportClass = 'nothing' | 'wasi' | 'env' | 'js-glue' | 'other';

const WASI = /^wasi(?:_snapshot_preview1|_unstable|_ephemeral_\w+|:.*)?$/;
const WASM_BINDGEN = /^(?:wbg|__wbindgen_.*|\.\/.*_bg\.js)$/;
const GO = /^(?:go|gojs)$/;
const EMSCRIPTEN = /^(?:a|GOT\.(?:mem|func))$/;

function classOf({ module }: Import): ImportClass {
  if (WASI.test(module)) return 'wasi';
  if (WASM_BINDGEN.test(module) || GO.test(module) || EMSCRIPTEN.test(module)) return 'js-glue';
  return module === 'env' ? 'env' : 'other';
}

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
export function importClasses(imports: readonly Import[]): ImportClass[] {
  if (imports.length === 0) return ['nothing'];
  return [...new Set(imports.map(classOf))].sort();
}

/** WASI functions by what they let a module do; the first that fits. Sources: the preview 1 witx, and preview 2's names. */
const WASI_WORDS: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/clock/, 'reads the clock'],
  [/random/, 'asks for random numbers'],
  [/^(?:args|environ)_|environment/, 'reads its arguments and environment variables'],
  [/^sock_|sockets|http/, 'uses network connections it is given'],
  [
    /^path_(?:open|create|remove|unlink|rename|link|symlink|filestat_set)/,
    'creates, opens and changes files in folders it is given',
  ],
  [/^(?:path_|fd_prestat|fd_readdir)/, 'looks into folders it is given'],
  [/^fd_|streams|filesystem|stdin|stdout|stderr/, 'reads and writes files it is given'],
  [/^poll_|poll/, 'waits for time to pass or data to come'],
  [/^proc_exit|exit/, 'ends itself'],
  [/^proc_raise/, 'sends itself signals'],
  [/^sched_yield/, 'lets others run'],
  [/thread/, 'starts threads'],
];

function wordsFor(entry: Import): string {
  const { module, name, kind } = entry;
  if (WASI.test(module)) {
    const text = module.startsWith('wasi:') ? `${module} ${name}` : name;
    return (
      WASI_WORDS.find(([pattern]) => pattern.test(text))?.[1] ??
      `calls the system interface (${shorten(name)})`
    );
  }
  if (WASM_BINDGEN.test(module)) return 'calls into JavaScript glue (wasm-bindgen)';
  if (GO.test(module)) return 'calls into JavaScript glue (Go)';
  if (EMSCRIPTEN.test(module)) return 'calls into JavaScript glue (Emscripten)';
  if (kind === 'memory') return 'uses memory that its host shares';
  if (kind === 'table' || kind === 'global' || kind === 'tag') return 'uses values that its host shares';
  return `calls functions of its host (${shorten(module)})`;
}

/** Names come from the binary: of any length and with any character, so control characters are shown as such. */
function shorten(text: string): string {
  const printable = text.replace(/[\p{C}\p{Z}]/gu, '\u{FFFD}');
  return printable.length > 40 ? `${printable.slice(0, 40)}…` : printable;
}

/** At most this many lines; a binary may name a million host modules. */
const MOST_WORDS = 20;

/** What a module may do, in plain words, each once, in the order of its imports. Imports bound this: without one, no effect. */
export function plainWords(imports: readonly Import[]): string[] {
  if (imports.length === 0) return ['asks for nothing'];
  const words = [...new Set(imports.map(wordsFor))];
  if (words.length <= MOST_WORDS) return words;
  return [...words.slice(0, MOST_WORDS), `and ${words.length - MOST_WORDS} more`];
}
