/**
 * Small files that would cost much, made by hand. In bytes, not lists of numbers, as some are as large as a file may be.
 *
 * Sources of the numbers: the limits of the WebAssembly JavaScript interface, and those of V8 where they are tighter.
 */

const HEADER = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
const I32 = 0x7f;
const UNREACHABLE = 0x00;
const BLOCK = 0x02;
const END = 0x0b;
const BR_TABLE = 0x0e;
const DROP = 0x1a;

type Bytes = Uint8Array<ArrayBuffer>;
type Part = Uint8Array | readonly number[];

const bytes = (...parts: readonly Part[]): Bytes => joined(parts);

function joined(parts: readonly Part[]): Bytes {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

export function leb(value: number): number[] {
  const result: number[] = [];
  let left = value;
  do {
    const low = left % 128;
    left = Math.floor(left / 128);
    result.push(left > 0 ? low + 128 : low);
  } while (left > 0);
  return result;
}

/** One part again and again. */
function times(count: number, part: Part): Bytes {
  const result = new Uint8Array(count * part.length);
  if (count === 0) return result;
  result.set(part);
  for (let filled = part.length; filled < result.length; filled *= 2) {
    result.copyWithin(filled, 0, Math.min(filled, result.length - filled));
  }
  return result;
}

/** One part for each number, all of one length or not. */
function each(count: number, part: (index: number) => Part): Bytes {
  return joined(Array.from({ length: count }, (_, index) => part(index)));
}

const section = (id: number, ...parts: readonly Part[]): Bytes => {
  const contents = bytes(...parts);
  return bytes([id], leb(contents.length), contents);
};
const wasm = (...sections: readonly Part[]): Bytes => bytes(HEADER, ...sections);
const sized = (body: Part): Bytes => bytes(leb(body.length), body);
const func = (params: number, results: number): Bytes =>
  bytes([0x60], leb(params), times(params, [I32]), leb(results), times(results, [I32]));
/** Names of one length, so that a million of them are made quickly. */
const nameOf = (index: number): number[] => [
  8,
  ...Array.from(index.toString().padStart(8, '0'), (digit) => digit.charCodeAt(0)),
];

/** Functions `[] -> []` of these bodies; further types from index 1 on. */
function withBodies(count: number, body: Part, ...types: readonly Part[]): Bytes {
  return wasm(
    section(1, leb(types.length + 1), func(0, 0), ...types),
    section(3, leb(count), times(count, [0])),
    section(10, leb(count), times(count, sized(body))),
  );
}

/** As many as there may be, each of 4 GiB. */
export const largestMemories = (count: number): Bytes =>
  wasm(section(5, leb(count), times(count, [0x01, ...leb(65_536), ...leb(65_536)])));

/** Each of ten million entries, the most that V8 makes. */
export const largestTables = (count: number): Bytes =>
  wasm(section(4, leb(count), times(count, [0x70, 0x01, ...leb(10_000_000), ...leb(10_000_000)])));

export const manyFunctions = (count: number): Bytes => withBodies(count, [0, END]);

/** Blocks in blocks, of a type that leaves `results` values. */
export const nestedBlocks = (depth: number, results = 0, functions = 1): Bytes =>
  withBodies(
    functions,
    bytes([0], times(depth, [BLOCK, 1]), [UNREACHABLE], times(depth, [END, UNREACHABLE]), [END]),
    func(0, results),
  );

export const longBranchTable = (entries: number): Bytes =>
  withBodies(1, bytes([0, UNREACHABLE, BR_TABLE], leb(entries), times(entries + 1, [0]), [END]));

export const manyLocals = (functions: number, locals: number): Bytes =>
  withBodies(functions, bytes([1], leb(locals), [I32, END]));

/** 20 bytes that say that a gigabyte follows. */
export const gigabyteAnnounced = (): Bytes => bytes(HEADER, [0x0a], leb(2 ** 30), times(6, [0]));

export const manyNames = (count: number): Bytes => {
  const names = bytes(
    leb(count),
    each(count, (index) => bytes(leb(index), nameOf(index))),
  );
  return bytes(manyFunctions(1), section(0, [4, 0x6e, 0x61, 0x6d, 0x65, 1], leb(names.length), names));
};

export const manyExports = (count: number): Bytes =>
  wasm(
    section(1, [1], func(0, 0)),
    section(3, [1, 0]),
    section(
      7,
      leb(count),
      each(count, (index) => bytes(nameOf(index), [0, 0])),
    ),
    section(10, [1], sized([0, END])),
  );

export const manyImports = (count: number): Bytes =>
  wasm(
    section(1, [1], func(1000, 1000)),
    section(
      2,
      leb(count),
      each(count, (index) => bytes([1, 0x61], nameOf(index), [0, 0])),
    ),
  );

export const manyTypes = (count: number): Bytes => wasm(section(1, leb(count), times(count, func(0, 0))));

/** Groups of another `index` are other types to the engine, which keeps equal ones once. */
export const oneRecursionGroup = (count: number, index = 0): Bytes =>
  wasm(
    section(
      1,
      [1, 0x4e],
      leb(count),
      [0x5f],
      leb(index),
      times(index, [I32, 0]),
      times(count - 1, [0x5f, 1, 0x63, 0, 0]),
    ),
  );

/** Each an empty struct, open, below the one before. */
export const subtypeChain = (length: number): Bytes =>
  wasm(
    section(
      1,
      leb(length),
      each(length, (index) => (index === 0 ? [0x50, 0, 0x5f, 0] : [0x50, 1, ...leb(index - 1), 0x5f, 0])),
    ),
  );

export const manyCustomSections = (count: number): Bytes => wasm(times(count, [0, 1, 0]));

export const manyGlobals = (count: number): Bytes =>
  wasm(section(6, leb(count), times(count, [I32, 0, 0x41, 0, END])));

export const manyElements = (count: number): Bytes =>
  wasm(
    section(1, [1], func(0, 0)),
    section(3, [1, 0]),
    section(9, [1, 1, 0], leb(count), times(count, [0])),
    section(10, [1], sized([0, END])),
  );

export const nestedComponents = (depth: number): Bytes => {
  const header = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
  // From the innermost outwards: each size needs the one within.
  const sizes: number[] = [0];
  for (let level = 0; level < depth; level += 1) {
    const inner = 8 + (sizes.at(-1) ?? 0);
    sizes.push(1 + leb(inner).length + inner);
  }
  return bytes(
    header,
    each(depth, (index) => [4, ...leb(8 + (sizes[depth - index - 1] ?? 0)), ...header]),
  );
};

/** Valid, and V8 needs about a second for each megabyte: a byte of it makes V8 look at thousands of values. */
export function slowArrays(size: number): Bytes {
  // array.new_fixed of as many values as may be, all of them from where nothing is reached.
  const step = [0xfb, 0x08, 1, ...leb(10_000), DROP];
  const steps = Math.floor(Math.min(size, 7_000_000) / step.length);
  const body = bytes([0, UNREACHABLE], times(steps, step), [END]);
  return withBodies(Math.max(1, Math.floor(size / body.length)), body, [0x5e, I32, 1]);
}

/** Valid, slow, and without anything newer than functions of many results. */
export function slowCalls(size: number): Bytes {
  const steps = Math.floor(Math.min(size, 7_000_000) / 2);
  const body = bytes([0, UNREACHABLE], times(steps, [0x10, 0]), [END]);
  const count = Math.max(1, Math.floor(size / body.length));
  return wasm(
    section(1, [1], func(1000, 1000)),
    section(3, leb(count), times(count, [0])),
    section(10, leb(count), times(count, sized(body))),
  );
}

/** Valid; a branch to each of the blocks that it is in, all of them with many results. */
export function slowBranches(size: number, depth = 60_000, results = 1000): Bytes {
  const table = bytes([BR_TABLE], leb(depth), each(depth, leb), [0]);
  const steps = Math.max(1, Math.floor(Math.min(size, 7_000_000) / table.length));
  const body = bytes(
    [0],
    times(depth, [BLOCK, 1]),
    [UNREACHABLE],
    times(steps, table),
    times(depth, [END, UNREACHABLE]),
    [END],
  );
  return withBodies(Math.max(1, Math.floor(size / body.length)), body, func(0, results));
}

/** Valid; a struct of as many fields as may be, made again and again where nothing is reached. */
export function slowStructs(size: number): Bytes {
  const step = [0xfb, 0x00, 1, DROP];
  const steps = Math.floor(Math.min(size, 7_000_000) / step.length);
  const body = bytes([0, UNREACHABLE], times(steps, step), [END]);
  const struct = bytes([0x5f], leb(10_000), times(10_000, [I32, 0]));
  return withBodies(Math.max(1, Math.floor(size / body.length)), body, struct);
}
