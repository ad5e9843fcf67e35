/** Builds binaries by hand, sound and unsound ones alike: nothing here checks anything. */

type Bytes = readonly number[];

export const HEADER: Bytes = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
export const COMPONENT_HEADER: Bytes = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

export const I32 = 0x7f;
export const END = 0x0b;

export function leb(value: number): number[] {
  const low = value % 128;
  return value < 128 ? [low] : [low | 0x80, ...leb(Math.floor(value / 128))];
}

export function text(value: string): number[] {
  const bytes = [...new TextEncoder().encode(value)];
  return [...leb(bytes.length), ...bytes];
}

export function vec(...items: readonly Bytes[]): number[] {
  return [...leb(items.length), ...items.flat()];
}

export function section(id: number, contents: Bytes): number[] {
  return [id, ...leb(contents.length), ...contents];
}

export function wasm(...sections: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...HEADER, ...sections.flat()]);
}

export const custom = (name: string, ...contents: number[]) => section(0, [...text(name), ...contents]);
export const types = (...items: readonly Bytes[]) => section(1, vec(...items));
export const imports = (...items: readonly Bytes[]) => section(2, vec(...items));
export const functions = (...typeIndices: number[]) => section(3, vec(...typeIndices.map(leb)));
export const tables = (...items: readonly Bytes[]) => section(4, vec(...items));
export const memories = (...items: readonly Bytes[]) => section(5, vec(...items));
export const globals = (...items: readonly Bytes[]) => section(6, vec(...items));
export const exports = (...items: readonly Bytes[]) => section(7, vec(...items));
export const start = (index: number) => section(8, leb(index));
export const elements = (...items: readonly Bytes[]) => section(9, vec(...items));
const sized = (contents: Bytes) => leb(contents.length).concat(contents);
export const code = (...bodies: readonly Bytes[]) => section(10, vec(...bodies.map(sized)));
export const data = (...items: readonly Bytes[]) => section(11, vec(...items));
export const dataCount = (count: number) => section(12, leb(count));
export const tags = (...items: readonly Bytes[]) => section(13, vec(...items));

export const func = (params: Bytes, results: Bytes) => [
  0x60,
  ...leb(params.length),
  ...params,
  ...leb(results.length),
  ...results,
];
export const exported = (name: string, kind: number, index: number) => [...text(name), kind, ...leb(index)];
export const imported = (module: string, name: string, ...description: number[]) => [
  ...text(module),
  ...text(name),
  ...description,
];
/** A body with groups of (count, type) as locals and no instruction but `end`. */
export const body = (...groups: readonly (readonly [count: number, type: number])[]) => [
  ...vec(...groups.map(([count, type]) => leb(count).concat(type))),
  END,
];
export const i32Const = (value: number) => [0x41, value, END];

/** Every section once, each with something in it. */
export const FULL_MODULE = wasm(
  custom('before', 1, 2, 3),
  types(func([], []), func([I32, I32], [I32])),
  imports(imported('env', 'log', 0, 1), imported('env', 'base', 3, I32, 0), imported('env', 'stop', 4, 0, 0)),
  functions(0, 0),
  tables([0x70, 0x01, 1, 4]),
  memories([0x01, 1, 16]),
  tags([0, 0]),
  globals([I32, 1, ...i32Const(7)]),
  exports(
    exported('run', 0, 1),
    exported('table', 1, 0),
    exported('memory', 2, 0),
    exported('count', 3, 1),
    exported('tag', 4, 1),
  ),
  start(2),
  elements([0, ...i32Const(0), 1, 1], [1, 0, 1, 2]),
  dataCount(2),
  code(body([2, I32], [1, 0x7e]), body()),
  data([0, ...i32Const(0), 2, 0x68, 0x69], [1, 1, 0x21]),
  custom('after'),
);
