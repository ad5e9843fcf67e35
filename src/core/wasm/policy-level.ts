/** What hosts commonly bring, each level with all that the one before admits. */
export const POLICY_LEVELS = ['nothing', 'wasi', 'glue', 'anything'] as const;

export type PolicyLevel = (typeof POLICY_LEVELS)[number];

/** WASI preview 1, and the predecessor whose functions do the same: bounded, and given by the host one by one. */
const WASI = ['wasi_snapshot_preview1', 'wasi_unstable'];

/** Names that toolchains make up, by which nobody can tell what they do: the host's own code, or generated JavaScript. */
const GLUE = [
  // C and C++, Rust without wasm-bindgen, TinyGo, AssemblyScript, Emscripten where it is not minified, emnapi.
  'env',
  // Emscripten: minified, and of its dynamic linker.
  'a',
  'GOT.mem',
  'GOT.func',
  // wasm-bindgen: bundled, and as an ES module of any name.
  'wbg',
  './*_bg.js',
  '__wbindgen_*',
  // Go, before and since 1.21; TinyGo too.
  'go',
  'gojs',
  // AssemblyScript: what the entry file itself declares.
  'index',
  // emnapi and napi-rs: Node-API.
  'emnapi',
  'napi',
  // wasi-sdk: threads on top of preview 1.
  'wasi',
  // WASI 0.2 and later, by interface.
  'wasi:*',
];

/** Patterns as in an `ImportPolicy`. */
export const LEVEL_PATTERNS: Readonly<Record<PolicyLevel, readonly string[]>> = {
  nothing: [],
  wasi: WASI,
  glue: [...WASI, ...GLUE],
  anything: ['*'],
};
