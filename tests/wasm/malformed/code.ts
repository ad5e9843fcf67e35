import { body, code, END, func, functions, I32, leb, section, types, wasm } from '../binary.ts';
import { doing, inContext } from './context.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

const FUNCTION = [...types(func([], [])), ...functions(0)];
const HUGE = leb(0xffff_ffff);

/** One function whose body, size and all, is these bytes. */
const sized = (...bytes: readonly number[]) => wasm(FUNCTION, section(10, [1, ...bytes]));
/** One function whose body is these bytes. */
const bodied = (...bytes: readonly number[]) => wasm(FUNCTION, code(bytes));

const hex = (byte: number) => `0x${byte.toString(16)}`;

const BODIES: readonly MalformedCase[] = [
  fault('a code section without its body', 'count', sized()),
  fault('an empty body', 'unexpected-end', sized(0)),
  fault('a body of one byte more than its section', 'unexpected-end', sized(3, 0, END)),
  fault('a body of 1 GiB in a small file', 'unexpected-end', sized(...leb(2 ** 30), 0, END)),
  fault('a body of 4 GiB in a small file', 'unexpected-end', sized(...HUGE, 0, END)),
  fault('a body of one byte less than it takes', 'function-end', sized(1, 0, END)),
  fault('a byte after the last body', 'section-length', sized(2, 0, END, END)),
  fault(
    'a body that takes in the next',
    'unexpected-end',
    wasm(FUNCTION.slice(0, 6), functions(0, 0), section(10, [2, 5, 0, END, 2, 0, END])),
  ),
  fault('a body without an end', 'function-end', bodied(0)),
  fault('a body that ends with nop', 'function-end', bodied(0, 0x01)),
  fault('a body that ends with else', 'function-end', bodied(0, 0x05)),
  fault('a body that ends with return', 'function-end', bodied(0, 0x0f)),
  fault('instructions after the end', 'function-end', bodied(0, END, 0x01)),
  fault('a second end after the end', 'compile', bodied(0, END, END)),
  fault('instructions between two ends', 'compile', bodied(0, END, 0x01, END)),
  fault('a body whose last byte only looks like an end', 'compile', bodied(0, 0x41, END)),
];

const LOCALS: readonly MalformedCase[] = [
  fault('more groups of locals than bytes', 'count', bodied(9, END)),
  fault('4,294,967,295 groups of locals', 'count', bodied(...HUGE, END)),
  fault('a group of locals too few', 'value-type', bodied(2, 1, I32, 0, END)),
  fault('a group of locals too many', 'function-end', bodied(0, 1, I32)),
  fault('a group of locals without a type', 'unexpected-end', bodied(1, 1)),
  ...[0, 0x40, 0x60, 0x77, 0x78, 0x80].map((type) =>
    fault(`locals of the type ${hex(type)}`, 'value-type', bodied(1, 1, type, END)),
  ),
  fault('no locals of an unknown type', 'value-type', bodied(1, 0, 0x40, END)),
  fault('locals of a type that is not there', 'compile', bodied(1, 1, 0x63, 1, END)),
  fault('2^32 locals in two groups', 'locals', bodied(2, ...HUGE, I32, 1, I32, END)),
  fault(
    '2^32 locals in two equal groups',
    'locals',
    bodied(2, ...leb(2 ** 31), I32, ...leb(2 ** 31), 0x7e, END),
  ),
  fault('2^33 locals in two groups', 'locals', bodied(2, ...HUGE, I32, ...HUGE, I32, END)),
  fault(
    '2^32 locals in the second function',
    'locals',
    wasm(FUNCTION.slice(0, 6), functions(0, 0), code(body(), [2, ...HUGE, I32, 1, I32, END])),
  ),
  fault('a local that is read before it is set', 'compile', bodied(1, 1, 0x64, 0x70, 0x20, 0, 0x1a, END)),
];

const V = 0x40;
/** How blocks nest (5.4.2): each opens once, closes once, and only `if` has an `else`. */
const NESTING: readonly (readonly [what: string, ...instructions: readonly number[]])[] = [
  ['a block without an end', 0x02, V],
  ['a loop without an end', 0x03, V],
  ['an if without an end', 0x41, 0, 0x04, V],
  ['an else without an end', 0x41, 0, 0x04, V, 0x05],
  ['a try_table without an end', 0x1f, V, 0],
  ['a block in a block with one end', 0x02, V, 0x02, V, END],
  ['a block with an end too many', 0x02, V, END, END],
  ['an else without an if', 0x05],
  ['an else in a block', 0x02, V, 0x05, END],
  ['an else in a loop', 0x03, V, 0x05, END],
  ['an else in a try_table', 0x1f, V, 0, 0x05, END],
  ['two elses', 0x41, 0, 0x04, V, 0x05, 0x05, END],
  ['a catch without a try', 0x07, 0],
  ['a catch_all without a try', 0x19],
  ['a delegate without a try', 0x18, 0],
  ['a rethrow without a try', 0x09, 0],
];

/** Types of blocks (5.4.2): `0x40`, a value type, or a type index. V8 knows 0x60 to 0x62 and 0x65 to 0x68 from proposals. */
const BLOCK_TYPES: readonly (readonly [what: string, ...type: readonly number[]])[] = [
  ['of no type', END],
  ['of the type 0x41', 0x41],
  ['of the type 0x5f', 0x5f],
  ['of the packed type i8', 0x78],
  ['of the packed type i16', 0x77],
  ['of a very negative type', 0x80, 0x40],
  ['of a type that is not there', 0x20],
  ['of the type 4,294,967,295', 0xff, 0xff, 0xff, 0xff, 0x0f],
  ['of a struct type', 3],
  ['of an array type', 4],
  ['of a reference to nothing', 0x63, 0x40],
  ['of a reference to a type that is not there', 0x63, 0x20],
];

export const CODE: readonly MalformedCase[] = [
  ...BODIES,
  ...LOCALS,
  ...NESTING.map(([what, ...instructions]) => fault(what, 'compile', doing(...instructions))),
  ...BLOCK_TYPES.flatMap(([what, ...type]) => [
    fault(`a block ${what}`, 'compile', doing(0x02, ...type, 0x00, END)),
    fault(`a loop ${what}`, 'compile', doing(0x03, ...type, 0x00, END)),
    fault(`an if ${what}`, 'compile', doing(0x41, 0, 0x04, ...type, 0x00, 0x05, 0x00, END)),
    fault(`a try_table ${what}`, 'compile', doing(0x1f, ...type, 0, 0x00, END)),
  ]),
  fault('a body that its context cuts off in an instruction', 'compile', inContext([0x41, END])),
];
