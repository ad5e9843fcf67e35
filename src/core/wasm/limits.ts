import { refusal } from './cursor.ts';
import type { WasmModule } from './module-shape.ts';

/**
 * The limits that engines agreed on (WebAssembly JavaScript interface, "Limits"), where something is kept for each item:
 * they are tried before anything is kept, so that a file cannot cost more memory than it is worth. Tighter ones are ours.
 */
export const MOST = {
  /**
   * Ours; the interface says a million. V8 keeps the types of all modules of a process in one table of a million, and
   * ends the process when it is full. Largest found in real modules: 719.
   */
  types: 100_000,
  params: 1_000,
  results: 1_000,
  functions: 1_000_000,
  /** Ours, as both are listed in reports, which a page has to take in. Largest found: 791 and 75,111. */
  imports: 100_000,
  exports: 250_000,
  globals: 1_000_000,
  tags: 1_000_000,
  tables: 100_000,
  /** The interface says 100, V8 takes these. */
  memories: 100_000,
  /** Ours: engines skip custom sections and count none. */
  sections: 100_000,
} as const;

export const IMPLEMENTATION_LIMIT = 'implementation-limit';

/** @throws GenError WasmInvalid `implementation-limit`. */
export function within(kind: keyof typeof MOST, count: number, offset: number): void {
  if (count > MOST[kind])
    throw refusal(IMPLEMENTATION_LIMIT, offset, `${count} ${kind}, the limit is ${MOST[kind]}`);
}

/**
 * Engines check locals function by function, on threads that outlive a killed worker, so a small file can hold a
 * machine for seconds. Largest found in 320 real modules (`npm run corpus`): 203,539 and 1,624.
 */
export const MAX_LOCALS = 2_000_000;
export const MAX_LOCALS_PER_FUNCTION = 10_000;

/**
 * V8 keeps a value for each parameter and result of each block that it is in: 60,000 blocks of a thousand results, in
 * 180 kB, took a gigabyte. It looks at several functions at once, so this is for all of them together. Bytes.
 */
const MAX_BLOCK_MEMORY = 768 * 1024 * 1024;
/** Below that a function is not looked at: those that are done give theirs back. */
const SMALL_BLOCK_MEMORY = 48 * 1024 * 1024;
/** Of a block (230 measured), and of a value. */
const BYTES_A_BLOCK = 256;
const BYTES_A_VALUE = 16;

/**
 * A call of two bytes makes V8 look at all parameters and results: about 2 × 10⁹ a second, and it leaves no function
 * half-way, on whichever thread. Bytes of code × values of the widest function type.
 */
const MAX_STEPS = 10_000_000_000;

/** 1 for what begins a block: block, loop, if, try, try_table. A table, as every byte of a large function is looked up. */
const OPENERS = new Uint8Array(256);
for (const opcode of [0x02, 0x03, 0x04, 0x06, 0x1f]) OPENERS[opcode] = 1;

/**
 * Bytes that an engine would need at most for the blocks of a function. The bytes that could begin one are counted, not
 * the instructions, and only where there is room for many: in real modules that is hardly ever.
 *
 * @param widest parameters and results of the widest function type: any block can be of it.
 */
export function blockMemory(bytes: Uint8Array, from: number, to: number, widest: number): number {
  const each = BYTES_A_BLOCK + BYTES_A_VALUE * widest;
  if (((to - from) / 2) * each <= SMALL_BLOCK_MEMORY) return 0;
  let blocks = 0;
  for (let at = from; at < to; at += 1) blocks += OPENERS[bytes[at] ?? 0] ?? 0;
  return blocks * each;
}

/** Of V8: more of them in one instruction is refused before one is looked at. */
const MOST_OPERANDS = 10_000;
/** Each of them takes an instruction of a byte or more, but where nothing is reached; there V8 looks at them all the same. */
const MAX_OPERANDS = 200_000_000;
const GC = 0xfb;
const STRUCT_NEW = 0x00;
const ARRAY_NEW_FIXED = 0x08;

/**
 * Values that instructions of a body could take at once to make structs and arrays. Bytes are looked at, not instructions:
 * what only looks like one counts too.
 */
export function operands(
  bytes: Uint8Array,
  from: number,
  to: number,
  types: readonly { readonly fields?: number }[],
): number {
  let sum = 0;
  for (let at = from; at < to - 2; at += 1) {
    if (bytes[at] !== GC) continue;
    const code = bytes[at + 1];
    if (code !== STRUCT_NEW && code !== ARRAY_NEW_FIXED) continue;
    const [type, next] = number(bytes, at + 2);
    const [taken] = code === STRUCT_NEW ? [types[type]?.fields ?? 0] : number(bytes, next);
    if (taken <= MOST_OPERANDS) sum += taken;
  }
  return sum;
}

/** LEB128 of at most five bytes, and where it ends; whether it is sound is the engine's to say. */
function number(bytes: Uint8Array, from: number): readonly [value: number, end: number] {
  let value = 0;
  for (let place = 0; place < 5; place += 1) {
    const byte = bytes[from + place] ?? 0;
    value += (byte & 0x7f) * 128 ** place;
    if (byte < 0x80) return [value, from + place + 1];
  }
  return [value, from + 5];
}

/** What makes a module too dear for an engine, as a sentence's part; `undefined` for one that is not. */
export function beyondLimits({ locals, effort }: Pick<WasmModule, 'locals' | 'effort'>): string | undefined {
  if (locals.most > MAX_LOCALS_PER_FUNCTION)
    return `${locals.most} locals in one function, the limit is ${MAX_LOCALS_PER_FUNCTION}`;
  if (locals.total > MAX_LOCALS) return `${locals.total} locals in all, the limit is ${MAX_LOCALS}`;
  if (effort.blockMemory > MAX_BLOCK_MEMORY)
    return `${effort.blockMemory} bytes for the blocks of large functions, the limit is ${MAX_BLOCK_MEMORY}`;
  if (effort.steps > MAX_STEPS)
    return `${effort.steps} steps (bytes of code × values of the widest function type), the limit is ${MAX_STEPS}`;
  if (effort.operands > MAX_OPERANDS)
    return `${effort.operands} operands of structs and arrays, the limit is ${MAX_OPERANDS}`;
  return undefined;
}
