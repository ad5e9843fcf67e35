import {
  body,
  code,
  elements,
  END,
  func,
  functions,
  globals,
  I32,
  i32Const,
  imported,
  imports,
  section,
  types,
  wasm,
} from '../binary.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

const I64 = 0x7e;
const F32 = 0x7d;
const F64 = 0x7c;
const V128 = 0x7b;
const FUNCREF = 0x70;
const EXTERNREF = 0x6f;

/** A constant global of this type. */
const global = (type: number, ...expression: readonly number[]) => wasm(globals([type, 0, ...expression]));

const hex = (byte: number) => `0x${byte.toString(16)}`;

/** Instructions that exist and are not constant (3.4.11), with what they would need on the stack. */
const NOT_CONSTANT: readonly (readonly [name: string, ...expression: readonly number[]])[] = [
  ['unreachable', 0x00],
  ['nop', 0x01, 0x41, 0],
  ['block', 0x02, I32, 0x41, 0, END],
  ['loop', 0x03, I32, 0x41, 0, END],
  ['if', 0x41, 0, 0x04, I32, 0x41, 0, 0x05, 0x41, 0, END],
  ['br', 0x41, 0, 0x0c, 0],
  ['return', 0x41, 0, 0x0f],
  ['call', 0x10, 0],
  ['drop', 0x41, 0, 0x41, 0, 0x1a],
  ['select', 0x41, 0, 0x41, 0, 0x41, 0, 0x1b],
  ['local.get', 0x20, 0],
  ['i32.load', 0x41, 0, 0x28, 2, 0],
  ['memory.size', 0x3f, 0],
  ['i32.eqz', 0x41, 0, 0x45],
  ['i32.div_s', 0x41, 1, 0x41, 1, 0x6d],
  ['i32.and', 0x41, 1, 0x41, 1, 0x71],
  ['i32.shl', 0x41, 1, 0x41, 1, 0x74],
  ['i32.wrap_i64', 0x42, 0, 0xa7],
  ['i32.extend8_s', 0x41, 0, 0xc0],
  ['ref.is_null', 0xd0, FUNCREF, 0xd1],
  ['ref.eq', 0xd0, 0x6d, 0xd0, 0x6d, 0xd3],
  ['i31.get_s', 0x41, 0, 0xfb, 28, 0xfb, 29],
  ['table.size', 0xfc, 16, 0],
  ['i32.trunc_sat_f32_s', 0x43, 0, 0, 0, 0, 0xfc, 0],
  ['i32x4.splat', 0x41, 0, 0xfd, 17],
  ['i32.atomic.load', 0x41, 0, 0xfe, 16, 2, 0],
  ['an instruction that does not exist', 0xff],
  ['an aggregate instruction that does not exist', 0xfb, 63],
  ['else', 0x05, 0x41, 0],
];

/** Where the expression's bytes end too soon. */
const CUT_SHORT: readonly (readonly [what: string, type: number, ...expression: readonly number[]])[] = [
  ['without an end', I32, 0x41, 0],
  ['of no bytes', I32],
  ['cut off in a 32-bit constant', I32, 0x41],
  ['cut off in a 64-bit constant', I64, 0x42],
  ['cut off in a float of 32 bits', F32, 0x43, 0, 0, 0],
  ['cut off in a float of 64 bits', F64, 0x44, 0, 0, 0, 0, 0, 0, 0],
  ['cut off in a vector instruction', V128, 0xfd],
  ['cut off in a vector', V128, 0xfd, 12, ...Array<number>(15).fill(0)],
  ['cut off in a null', FUNCREF, 0xd0],
  ['cut off in a function reference', FUNCREF, 0xd2],
  ['cut off in a global index', I32, 0x23],
  ['cut off in an aggregate instruction', I32, 0xfb],
];

const ILL_TYPED: readonly (readonly [what: string, type: number, ...expression: readonly number[]])[] = [
  ['of 32 bits with a constant of 64', I32, 0x42, 0],
  ['of 64 bits with a constant of 32', I64, 0x41, 0],
  ['of 32 bits with a float', I32, 0x43, 0, 0, 0, 0],
  ['of a float with a number', F32, 0x41, 0],
  ['of a double with a float', F64, 0x43, 0, 0, 0, 0],
  ['of a vector with a number', V128, 0x41, 0],
  ['of a number with a vector', I32, 0xfd, 12, ...Array<number>(16).fill(0)],
  ['of a number with null', I32, 0xd0, FUNCREF],
  ['of a function reference with a number', FUNCREF, 0x41, 0],
  ['of a function reference with an external null', FUNCREF, 0xd0, EXTERNREF],
  ['of an external reference with a function null', EXTERNREF, 0xd0, FUNCREF],
  ['with nothing', I32],
  ['with two values', I32, 0x41, 0, 0x41, 0],
  ['that adds to nothing', I32, 0x41, 0, 0x6a],
  ['that adds 32 bits to 64', I32, 0x42, 0, 0x41, 0, 0x6a],
  ['that multiplies to 64 bits', I32, 0x42, 0, 0x42, 0, 0x7e],
  ['of a function that is not there', FUNCREF, 0xd2, 0],
  ['of a global that is not there', I32, 0x23, 9],
  ['of itself', I32, 0x23, 0],
  ['of a struct that is not there', 0x6b, 0xfb, 1, 0],
];

export const CONSTANTS: readonly MalformedCase[] = [
  ...NOT_CONSTANT.map(([name, ...expression]) =>
    fault(`a global that computes ${name}`, 'constant-expression', global(I32, ...expression, END)),
  ),
  ...[0x06, 0x12, 0x21, 0x24, 0x25, 0x40, 0x6d, 0x7f, 0x8b, 0xa7, 0xd1, 0xd4, 0xe0, 0xfc, 0xfe].map(
    (opcode) =>
      fault(
        `a global whose expression begins with ${hex(opcode)}`,
        'constant-expression',
        global(I32, opcode, 0, END),
      ),
  ),
  ...[2, 3, 5, 9, 10, 15, 20, 22, 29, 30].map((opcode) =>
    fault(
      `a global whose expression begins with 0xfb ${opcode}`,
      'constant-expression',
      global(I32, 0xfb, opcode, 0, 0, END),
    ),
  ),
  ...[0, 11, 13, 17, 77].map((opcode) =>
    fault(
      `a global whose expression begins with 0xfd ${opcode}`,
      'constant-expression',
      global(I32, 0xfd, opcode, 0, 0, END),
    ),
  ),
  ...CUT_SHORT.map(([what, type, ...expression]) =>
    fault(
      `a global with an expression ${what}`,
      'unexpected-end',
      wasm(section(6, [1, type, 0, ...expression])),
    ),
  ),
  ...ILL_TYPED.map(([what, type, ...expression]) =>
    fault(`a global ${what}`, 'compile', global(type, ...expression, END)),
  ),
  fault('a global after its end', 'section-length', global(I32, ...i32Const(0), END)),
  fault(
    'a global of a later one',
    'compile',
    wasm(globals([I32, 0, 0x23, 1, END], [I32, 0, ...i32Const(0)])),
  ),
  fault(
    'a global of a mutable one',
    'compile',
    wasm(imports(imported('a', 'b', 3, I32, 1)), globals([I32, 0, 0x23, 0, END])),
  ),
  fault(
    'a global of a mutable one that is declared',
    'compile',
    wasm(globals([I32, 1, ...i32Const(0)], [I32, 0, 0x23, 0, END])),
  ),
  fault(
    'a global of one of another type',
    'compile',
    wasm(imports(imported('a', 'b', 3, I64, 0)), globals([I32, 0, 0x23, 0, END])),
  ),
  fault(
    'a global of a non-null reference that is null',
    'compile',
    wasm(globals([0x64, FUNCREF, 0, 0xd0, FUNCREF, END])),
  ),
  fault(
    'a global of a null of a type that is not there',
    'compile',
    wasm(globals([FUNCREF, 0, 0xd0, 5, END])),
  ),
  fault('a global of a null of a value type', 'heap-type', wasm(globals([FUNCREF, 0, 0xd0, I32, END]))),
  fault(
    'a global of a struct with a field too few',
    'compile',
    wasm(types([0x5f, 1, I32, 0]), globals([0x6b, 0, 0xfb, 0, 0, END])),
  ),
  fault(
    'a global of an array that is made as a struct',
    'compile',
    wasm(types([0x5e, I32, 0]), globals([0x6b, 0, 0xfb, 1, 0, END])),
  ),
  fault(
    'a global of a struct without defaults for its fields',
    'compile',
    wasm(types([0x5f, 1, 0x64, FUNCREF, 0]), globals([0x6b, 0, 0xfb, 1, 0, END])),
  ),
  fault(
    'a global of a fixed array with an item too few',
    'compile',
    wasm(types([0x5e, I32, 0]), globals([0x6a, 0, 0x41, 0, 0xfb, 8, 0, 2, END])),
  ),
  fault(
    'an element that calls a function',
    'constant-expression',
    wasm(types(func([], [FUNCREF])), functions(0), elements([5, FUNCREF, 1, 0x10, 0, END]), code(body())),
  ),
];
