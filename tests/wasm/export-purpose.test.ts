import { expect, test } from 'vitest';
import { isPlumbing } from '../../src/core/wasm/export-purpose.ts';

test.each([
  ['LLVM', ['__wasm_call_ctors', '_initialize', '__wasm_init_tls', '__cxa_demangle', '__errno_location']],
  [
    'wasm-bindgen',
    ['__wbindgen_malloc', '__wbindgen_export_0', '__externref_table_alloc', '__wbg_image_free'],
  ],
  ['Emscripten', ['malloc', '_free', 'stackSave', '_emscripten_stack_alloc', 'emscripten_builtin_memalign']],
  ['Emscripten’s exceptions', ['setThrew', 'getTempRet0', 'dynCall_iiii', 'fflush']],
  ['the canonical ABI', ['cabi_realloc', 'cabi_post_run', 'canonical_abi_free']],
  ['AssemblyScript', ['__new', '__pin', '__unpin', '__collect']],
  ['TinyGo and Binaryen', ['go_scheduler', 'asyncify_start_unwind', 'realloc', 'calloc']],
])('what %s exports for its own glue is nothing that a person would call', (_toolchain, names) => {
  expect(names.filter((name) => !isPlumbing(name))).toEqual([]);
});

test('a function of the module’s own is offered, also one that only begins like glue', () => {
  const own = ['parse_mappings', '_start', 'run', 'add', 'free_image', 'mallocate', 'emscriptenize', 'stack'];

  expect(own.filter(isPlumbing)).toEqual([]);
});
