import {
  body,
  code,
  END,
  func,
  functions,
  I32,
  i32Const,
  imports,
  memories,
  section,
  tables,
  text,
  types,
  wasm,
} from '../binary.ts';
import { inContext } from './context.ts';

type Bytes = readonly number[];

/**
 * A place in a binary where an integer stands: `with(encoded)` is sound when the encoding is. `reader` tells whether our
 * reader decodes it; the integers within function bodies are the engine's.
 */
export interface IntegerPlace {
  readonly where: string;
  readonly value: number;
  readonly bits: 32 | 64;
  readonly reader: boolean;
  readonly with: (encoded: Bytes) => Uint8Array<ArrayBuffer>;
}

/** In a section: what stands before the integer and after it, and the sections around. */
function inSection(
  where: string,
  id: number,
  [before, value, after]: readonly [before: Bytes, value: number, after: Bytes],
  { first = [], last = [], bits = 32 }: { first?: Bytes; last?: Bytes; bits?: 32 | 64 } = {},
): IntegerPlace {
  return {
    where,
    value,
    bits,
    reader: true,
    with: (encoded) => wasm(first, section(id, [...before, ...encoded, ...after]), last),
  };
}

function inBody(where: string, before: Bytes, value: number, after: Bytes, bits: 32 | 64 = 32): IntegerPlace {
  return {
    where,
    value,
    bits,
    reader: false,
    with: (encoded) => inContext([...before, ...encoded, ...after, END]),
  };
}

const VOID = types(func([], []));
const STRUCT = types([0x5f, 0], func([], []));
const MEMORY = memories([0, 1]);
const TABLE = tables([0x70, 0, 1]);
const ONE_FUNCTION = [...VOID, ...functions(0)];
const BODY = code(body());
const DROP = 0x1a;

const IN_SECTIONS: readonly IntegerPlace[] = [
  { where: 'a section size', value: 1, bits: 32, reader: true, with: (size) => wasm([1, ...size, 0]) },
  {
    where: 'a custom section size',
    value: 2,
    bits: 32,
    reader: true,
    with: (size) => wasm([0, ...size, 1, 0x61]),
  },
  inSection('a custom name length', 0, [[], 1, [0x61]]),
  inSection('a type count', 1, [[], 1, func([], [])]),
  inSection('a parameter count', 1, [[1, 0x60], 1, [I32, 0]]),
  inSection('a result count', 1, [[1, 0x60, 0], 1, [I32]]),
  inSection('a field count', 1, [[1, 0x5f], 1, [I32, 0]]),
  inSection('a recursion group count', 1, [[1, 0x4e], 1, func([], [])]),
  inSection('a supertype count', 1, [[2, 0x50, 0, 0x5f, 0, 0x50], 1, [0, 0x5f, 0]]),
  inSection('a supertype index', 1, [[2, 0x50, 0, 0x5f, 0, 0x50, 1], 0, [0x5f, 0]]),
  inSection('a heap type index', 1, [[2, 0x5f, 0, 0x60, 1, 0x63], 0, [0]]),
  inSection('an import count', 2, [[], 1, [0, 0, 3, I32, 0]]),
  inSection('an import module length', 2, [[1], 1, [0x61, 0, 3, I32, 0]]),
  inSection('an import name length', 2, [[1, 0], 1, [0x61, 3, I32, 0]]),
  inSection('an imported function type', 2, [[1, 0, 0, 0], 0, []], { first: VOID }),
  inSection('an imported tag type', 2, [[1, 0, 0, 4, 0], 0, []], { first: VOID }),
  inSection('an imported table minimum', 2, [[1, 0, 0, 1, 0x70, 0], 1, []]),
  inSection('an imported memory minimum', 2, [[1, 0, 0, 2, 0], 1, []]),
  inSection('a function count', 3, [[], 1, [0]], { first: VOID, last: BODY }),
  inSection('a function type', 3, [[1], 0, []], { first: VOID, last: BODY }),
  inSection('a table count', 4, [[], 1, [0x70, 0, 1]]),
  inSection('a table minimum', 4, [[1, 0x70, 0], 1, []]),
  inSection('a table maximum', 4, [[1, 0x70, 1, 1], 1, []]),
  inSection('a 64-bit table minimum', 4, [[1, 0x70, 4], 1, []], { bits: 64 }),
  inSection('a memory count', 5, [[], 1, [0, 1]]),
  inSection('a memory minimum', 5, [[1, 0], 1, []]),
  inSection('a memory maximum', 5, [[1, 1, 1], 1, []]),
  inSection('a 64-bit memory minimum', 5, [[1, 4], 1, []], { bits: 64 }),
  inSection('a 64-bit memory maximum', 5, [[1, 5, 1], 1, []], { bits: 64 }),
  inSection('a tag count', 13, [[], 1, [0, 0]], { first: VOID }),
  inSection('a tag type', 13, [[1, 0], 0, []], { first: VOID }),
  inSection('a global count', 6, [[], 1, [I32, 0, ...i32Const(0)]]),
  inSection('an export count', 7, [[], 1, [0, 2, 0]], { first: MEMORY }),
  inSection('an export name length', 7, [[1], 1, [0x61, 2, 0]], { first: MEMORY }),
  inSection('an export index', 7, [[1, 0, 2], 0, []], { first: MEMORY }),
  inSection('a start index', 8, [[], 0, []], { first: ONE_FUNCTION, last: BODY }),
  inSection('an element segment count', 9, [[], 1, [1, 0, 0]]),
  inSection('element flags', 9, [[1], 1, [0, 0]]),
  inSection('an element table index', 9, [[1, 2], 0, [...i32Const(0), 0, 0]], { first: TABLE }),
  inSection('an element count', 9, [[1, 1, 0], 1, [0]], { first: ONE_FUNCTION, last: BODY }),
  inSection('an element function index', 9, [[1, 1, 0, 1], 0, []], { first: ONE_FUNCTION, last: BODY }),
  inSection('an element expression count', 9, [[1, 5, 0x70], 1, [0xd0, 0x70, END]]),
  inSection('a data count', 12, [[], 0, []]),
  inSection('a body count', 10, [[], 1, [2, 0, END]], { first: ONE_FUNCTION }),
  inSection('a body size', 10, [[1], 2, [0, END]], { first: ONE_FUNCTION }),
  inSection('a data segment count', 11, [[], 1, [1, 0]]),
  inSection('data flags', 11, [[1], 1, [0]]),
  inSection('a data memory index', 11, [[1, 2], 0, [...i32Const(0), 0]], { first: MEMORY }),
  inSection('a data length', 11, [[1, 1], 1, [0x21]]),
  inSection('a constant’s function index', 6, [[1, 0x70, 0, 0xd2], 0, [END]], {
    first: ONE_FUNCTION,
    last: BODY,
  }),
  inSection('a constant’s global index', 6, [[1, I32, 0, 0x23], 0, [END]], {
    first: imports([...text('m'), ...text('g'), 3, I32, 0]),
  }),
  inSection('a constant’s type index', 6, [[1, 0x64, 0, 0, 0xfb, 1], 0, [END]], { first: STRUCT }),
  inSection('a constant’s aggregate instruction', 6, [[1, 0x64, 0, 0, 0xfb], 1, [0, END]], { first: STRUCT }),
  inSection('a constant’s vector instruction', 6, [
    [1, 0x7b, 0, 0xfd],
    12,
    [...Array<number>(16).fill(0), END],
  ]),
  inSection('a constant’s heap type index', 6, [[1, 0x63, 0, 0, 0xd0], 0, [END]], { first: STRUCT }),
  {
    where: 'a count of groups of locals',
    value: 1,
    bits: 32,
    reader: true,
    with: (count) => wasm(ONE_FUNCTION, code([...count, 1, I32, END])),
  },
  {
    where: 'a count of locals',
    value: 1,
    bits: 32,
    reader: true,
    with: (count) => wasm(ONE_FUNCTION, code([1, ...count, I32, END])),
  },
];

const IN_BODIES: readonly IntegerPlace[] = [
  inBody('a branch label', [0x0c], 0, []),
  inBody('a conditional branch label', [0x41, 0, 0x0d], 0, []),
  inBody('a branch table count', [0x41, 0, 0x0e], 1, [0, 0]),
  inBody('a branch table label', [0x41, 0, 0x0e, 1], 0, [0]),
  inBody('a branch table default', [0x41, 0, 0x0e, 0], 0, []),
  inBody('a called function', [0x10], 0, []),
  inBody('an indirect call’s type', [0x41, 0, 0x11], 0, [0]),
  inBody('an indirect call’s table', [0x41, 0, 0x11, 0], 0, []),
  inBody('a tail-called function', [0x12], 0, []),
  {
    where: 'a local index',
    value: 0,
    bits: 32,
    reader: false,
    with: (index) => inContext([0x20, ...index, DROP, END], { locals: [1, 1, I32] }),
  },
  inBody('a global index', [0x23], 0, [DROP]),
  inBody('a table index', [0x41, 0, 0x25], 0, [DROP]),
  inBody('an alignment', [0x41, 0, 0x28], 2, [0, DROP]),
  inBody('an address offset', [0x41, 0, 0x28, 2], 0, [DROP], 64),
  inBody('a memory index of memory.size', [0x3f], 0, [DROP]),
  inBody('a select type count', [0x41, 0, 0x41, 0, 0x41, 0, 0x1c], 1, [I32, DROP]),
  inBody('a function reference', [0xd2], 1, [DROP]),
  inBody('a data index', [0xfc, 9], 0, []),
  inBody('an element index', [0xfc, 13], 0, []),
  inBody('a thrown tag', [0x08], 0, []),
  inBody('a catch count', [0x1f, 0x40], 1, [2, 0, END]),
  inBody('a catch label', [0x1f, 0x40, 1, 2], 0, [END]),
  inBody('a struct type', [0xfb, 1], 3, [DROP]),
  inBody('a struct field', [0xfb, 1, 3, 0xfb, 2, 3], 1, [DROP]),
  inBody('an array length', [0x41, 0, 0xfb, 8, 4], 1, [DROP]),
  inBody('an aggregate instruction', [0xfb], 1, [3, DROP]),
  inBody('a miscellaneous instruction', [0xfc], 13, [0]),
  inBody('a vector instruction', [0xfd], 12, [...Array<number>(16).fill(0), DROP]),
];

/** Every place of an unsigned integer, and of an index that is written as a signed one. */
export const INTEGER_PLACES: readonly IntegerPlace[] = [...IN_SECTIONS, ...IN_BODIES];
