/**
 * Who owns the module name of an import; toolchains own theirs, while item names such as `memory` or `abort` occur in all.
 *
 * - `wasi-preview1`: preview 1 and its predecessor, whose functions do the same.
 * - `wasi`: other system interfaces: proposals on top of preview 1, and the interfaces of WASI 0.2 and later.
 * - `emscripten`: minified, or of its dynamic linker; unminified it is `env`.
 */
export type ImportOrigin = 'wasi-preview1' | 'wasi' | 'wasm-bindgen' | 'go' | 'emscripten' | 'env' | 'other';

const ORIGINS: readonly (readonly [origin: ImportOrigin, pattern: RegExp])[] = [
  ['wasi-preview1', /^wasi_(?:snapshot_preview1|unstable)$/],
  ['wasi', /^wasi(?:_ephemeral_\w+|:.*)?$/],
  ['wasm-bindgen', /^(?:wbg|__wbindgen_.*|\.\/.*_bg\.js)$/],
  ['go', /^(?:go|gojs)$/],
  ['emscripten', /^(?:a|GOT\.(?:mem|func))$/],
  ['env', /^env$/],
];

export function originOf(module: string): ImportOrigin {
  return ORIGINS.find(([, pattern]) => pattern.test(module))?.[0] ?? 'other';
}
