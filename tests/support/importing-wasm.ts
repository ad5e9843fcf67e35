import { custom, func, imported, imports, types, wasm } from '../wasm/binary.ts';

/** A module that imports these functions, `module.name` each, and does nothing. */
export function importingWasm(...names: readonly string[]): Uint8Array<ArrayBuffer> {
  const entries = names.map((name) => {
    const end = name.lastIndexOf('.');
    return imported(name.slice(0, end), name.slice(end + 1), 0, 0);
  });
  return wasm(types(func([], [])), imports(...entries), custom('by', names.length % 128));
}
