import { body, code, exported, exports, func, functions, types, wasm } from '../wasm/binary.ts';

/** A custom section of so many bytes that no compression makes smaller; the module around it is sound. */
export function largeWasm(bytes: number, seed = 1): Uint8Array<ArrayBuffer> {
  const small = wasm(types(func([], [])), functions(0), exports(exported('run', 0, 0)), code(body()));
  const name = new TextEncoder().encode('ballast');
  const size = 1 + name.length + bytes;
  const header = [0, ...leb(size), name.length, ...name];
  const content = new Uint8Array(small.length + header.length + bytes);
  content.set(small);
  content.set(header, small.length);
  let state = seed;
  for (let place = small.length + header.length; place < content.length; place += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    content[place] = state >>> 24;
  }
  return content;
}

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}
