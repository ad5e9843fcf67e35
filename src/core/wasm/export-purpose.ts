/**
 * Functions that toolchains export for their own glue: memory of the caller's arguments, the stack, exceptions, the
 * constructors of globals. Names: LLVM's linker, Emscripten, wasm-bindgen, the canonical ABI, AssemblyScript, TinyGo, Binaryen.
 */
const PLUMBING: readonly RegExp[] = [
  // Reserved for the implementation in C, and used so by all: __wasm_call_ctors, __wbindgen_malloc, __cxa_…, __new.
  /^__/,
  /^_initialize$/,
  /^_?emscripten_/,
  /^_?(?:malloc|calloc|realloc|free|memalign|aligned_alloc)$/,
  /^(?:cabi_realloc|cabi_post_.*|canonical_abi_.*)$/,
  /^_?(?:stackSave|stackRestore|stackAlloc|setThrew|setTempRet0|getTempRet0)$/,
  /^dynCalls?_/,
  /^asyncify_/,
  /^(?:go_scheduler|getsp)$/,
  /^_?fflush$/,
];

/** Whether nobody but generated glue would call an export of this name. A guess from the name, for defaults only. */
export function isPlumbing(name: string): boolean {
  return PLUMBING.some((pattern) => pattern.test(name));
}
