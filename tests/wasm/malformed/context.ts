import {
  code,
  data,
  dataCount,
  elements,
  END,
  func,
  functions,
  globals,
  I32,
  i32Const,
  memories,
  tables,
  tags,
  types,
  wasm,
} from '../binary.ts';

const F32 = 0x7d;
const FUNCREF = 0x70;
const EXTERNREF = 0x6f;

/** What instructions under test can name. Comments give the indices. */
const TYPES = types(
  func([], []), // 0
  func([I32], [I32]), // 1
  func([I32], []), // 2
  [0x5f, 2, I32, 1, I32, 0], // 3: a struct with a mutable and an immutable field
  [0x5e, I32, 1], // 4: an array of mutable i32
  [0x5e, 0x78, 0], // 5: an array of immutable i8
  func([], [I32]), // 6
  func([F32], [I32]), // 7
  [0x5e, FUNCREF, 1], // 8: an array of functions
);
const TABLES = tables([FUNCREF, 1, 1, 4], [EXTERNREF, 0, 1]);
const GLOBALS = globals([I32, 0, ...i32Const(7)], [I32, 1, ...i32Const(7)]);
const IDENTITY = [0, 0x20, 0, END];
const DECLARED = elements([1, 0, 1, 1]);

interface Shape {
  /** Type index of the function under test. */
  readonly type?: number;
  readonly locals?: readonly number[];
  readonly dataCount?: boolean;
}

/**
 * A module whose function 0 is these bytes after its locals, up to and with the closing `end`. Function 1 has type 1 and
 * is declared; there are two tables, a memory, tags of types 0 and 2, globals (0 constant, 1 mutable) and one passive
 * segment of each kind.
 */
export function inContext(
  instructions: readonly number[],
  { type = 0, locals = [0], dataCount: counted = true }: Shape = {},
): Uint8Array<ArrayBuffer> {
  return wasm(
    TYPES,
    functions(type, 1),
    TABLES,
    memories([1, 1, 2]),
    tags([0, 0], [0, 2]),
    GLOBALS,
    DECLARED,
    counted ? dataCount(1) : [],
    code([...locals, ...instructions], IDENTITY),
    data([1, 1, 0x21]),
  );
}

/** The same, with the closing `end` added. */
export function doing(...instructions: readonly number[]): Uint8Array<ArrayBuffer> {
  return inContext([...instructions, END]);
}
