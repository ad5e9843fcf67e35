import { END, I32, leb } from '../binary.ts';
import { doing, inContext } from './context.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

const HUGE = leb(0xffff_ffff);
const ZERO = [0x41, 0];
const DROP = 0x1a;
const hex = (byte: number) => `0x${byte.toString(16)}`;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/**
 * Codes that no instruction of release 3.0 has. Left out are those of proposals: engines may know them (0x06 to 0x09 and
 * 0x18, 0x19 of the older exceptions, 0xe0 to 0xe6 of stack switching, 0xfe of threads).
 */
const NO_OPCODES = [
  0x16,
  0x17,
  0x1d,
  0x1e,
  0x27,
  ...range(0xc5, 0xcf),
  ...range(0xd7, 0xdf),
  ...range(0xe7, 0xfa),
  0xff,
];
const NO_AGGREGATES = [31, 63, 64, 100, 127];
const NO_MISCELLANEOUS = [23, 31, 64, 127];
const NO_VECTORS = [
  0x9a, 0xa2, 0xa5, 0xa6, 0xaf, 0xb0, 0xb2, 0xb3, 0xb4, 0xbb, 0xc2, 0xc5, 0xc6, 0xcf, 0xd0, 0xd2, 0xd3, 0xd4,
  0xe2, 0xee,
];

const UNKNOWN: readonly MalformedCase[] = [
  ...NO_OPCODES.map((code) => fault(`the instruction ${hex(code)}`, 'compile', doing(0x00, code))),
  ...NO_AGGREGATES.map((code) => fault(`the instruction 0xfb ${code}`, 'compile', doing(0x00, 0xfb, code))),
  ...NO_MISCELLANEOUS.map((code) =>
    fault(`the instruction 0xfc ${code}`, 'compile', doing(0x00, 0xfc, code)),
  ),
  ...NO_VECTORS.map((code) =>
    fault(`the instruction 0xfd ${hex(code)}`, 'compile', doing(0x00, 0xfd, ...leb(code))),
  ),
  ...[0xfb, 0xfc, 0xfd].flatMap((prefix) => [
    fault(`the instruction ${hex(prefix)} 4,294,967,295`, 'compile', doing(0x00, prefix, ...HUGE)),
    fault(`the prefix ${hex(prefix)} alone`, 'compile', inContext([0x00, prefix, END])),
  ]),
];

/** Immediates that break the grammar of their instruction (5.4). */
const IMMEDIATES: readonly (readonly [what: string, ...instructions: readonly number[]])[] = [
  ['a float of three bytes', 0x43, 0, 0, 0],
  ['a double of seven bytes', 0x44, 0, 0, 0, 0, 0, 0, 0],
  ['a vector of 15 bytes', 0xfd, 12, ...Array<number>(15).fill(0)],
  [
    'a shuffle of 15 lanes',
    0xfd,
    12,
    ...Array<number>(16).fill(0),
    0xfd,
    12,
    ...Array<number>(16).fill(0),
    0xfd,
    13,
    ...Array<number>(15).fill(0),
  ],
  ['memory flags of 128', ...ZERO, 0x28, 0x80, 1, 0, DROP],
  ['memory flags of 4,294,967,295', ...ZERO, 0x28, ...HUGE, 0, DROP],
  ['a branch table of 4,294,967,295 labels', ...ZERO, 0x0e, ...HUGE, 0],
  ['a branch table with a label too few', ...ZERO, 0x0e, 2, 0],
  ['a branch table without a default', ...ZERO, 0x0e, 1, 0],
  ['a select of no types', ...ZERO, ...ZERO, ...ZERO, 0x1c, 0, DROP],
  ['a select of two types', ...ZERO, ...ZERO, ...ZERO, 0x1c, 2, I32, I32, DROP],
  ['a select of 4,294,967,295 types', ...ZERO, ...ZERO, ...ZERO, 0x1c, ...HUGE, I32, DROP],
  ['a select of a packed type', ...ZERO, ...ZERO, ...ZERO, 0x1c, 1, 0x78, DROP],
  ['a null of a number type', 0xd0, I32, DROP],
  ['a null of a packed type', 0xd0, 0x78, DROP],
  ['a null of the empty type', 0xd0, 0x40, DROP],
  ['a catch of the unknown kind 4', 0x1f, 0x40, 1, 4, 0, END],
  ['a catch of the unknown kind 255', 0x1f, 0x40, 1, 0xff, 0, END],
  ['a catch too few', 0x1f, 0x40, 2, 2, 0, END],
  ['4,294,967,295 catches', 0x1f, 0x40, ...HUGE, 2, 0, END],
  ['a cast branch with the flags 4', 0xd0, 0x6e, 0xfb, 24, 4, 0, 0x6e, 0x6d, DROP],
  ['a cast branch with the flags 255', 0xd0, 0x6e, 0xfb, 24, 0xff, 0, 0x6e, 0x6d, DROP],
  ['a failing cast branch with the flags 4', 0xd0, 0x6e, 0xfb, 25, 4, 0, 0x6e, 0x6d, DROP],
  ['a cast to a number type', 0xd0, 0x6e, 0xfb, 22, I32, DROP],
  ['a test for a number type', 0xd0, 0x6e, 0xfb, 20, I32, DROP],
];

/** Each instruction with an immediate, the body cut off before it. */
const CUT_OFF: readonly (readonly [name: string, ...bytes: readonly number[]])[] = [
  ['block', 0x02],
  ['loop', 0x03],
  ['if', ...ZERO, 0x04],
  ['throw', 0x08],
  ['br', 0x0c],
  ['br_if', ...ZERO, 0x0d],
  ['br_table', ...ZERO, 0x0e],
  ['call', 0x10],
  ['call_indirect', ...ZERO, 0x11, 0],
  ['return_call', 0x12],
  ['call_ref', 0xd2, 1, 0x14],
  ['try_table', 0x1f, 0x40],
  ['local.get', 0x20],
  ['global.get', 0x23],
  ['table.get', ...ZERO, 0x25],
  ['i32.load', ...ZERO, 0x28, 2],
  ['memory.size', 0x3f],
  ['memory.grow', ...ZERO, 0x40],
  ['i64.const', 0x42],
  ['f32.const', 0x43],
  ['f64.const', 0x44],
  ['ref.null', 0xd0],
  ['ref.func', 0xd2],
  ['memory.init', ...ZERO, ...ZERO, ...ZERO, 0xfc, 8, 0],
  ['memory.copy', ...ZERO, ...ZERO, ...ZERO, 0xfc, 10, 0],
  ['memory.fill', ...ZERO, ...ZERO, ...ZERO, 0xfc, 11],
  ['table.init', ...ZERO, ...ZERO, ...ZERO, 0xfc, 12, 0],
  ['table.copy', ...ZERO, ...ZERO, ...ZERO, 0xfc, 14, 0],
  ['struct.get', 0xfb, 1, 3, 0xfb, 2, 3],
  ['array.new_fixed', 0xfb, 8, 4],
  ['v128.load', ...ZERO, 0xfd, 0, 4],
  ['i8x16.shuffle', 0xfd, 13],
];

export const INSTRUCTIONS: readonly MalformedCase[] = [
  ...UNKNOWN,
  ...IMMEDIATES.map(([what, ...bytes]) => fault(what, 'compile', doing(...bytes))),
  ...CUT_OFF.map(([name, ...bytes]) =>
    fault(`${name} without its last immediate`, 'compile', inContext([...bytes, END])),
  ),
];
