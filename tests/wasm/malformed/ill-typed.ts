import { END, I32 } from '../binary.ts';
import { doing, inContext } from './context.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

const ZERO = [0x41, 0];
const LONG = [0x42, 0];
const FLOAT = [0x43, 0, 0, 0, 0];
const VECTOR = [0xfd, 12, ...Array<number>(16).fill(0)];
const NO_FUNCTION = [0xd0, 0x70];
const DROP = 0x1a;
type Named = readonly [what: string, ...instructions: readonly number[]];

/** Indices of what is not there: see `inContext`. */
const UNKNOWN: readonly Named[] = [
  ['a local that is not there', 0x20, 0, DROP],
  ['a set local that is not there', ...ZERO, 0x21, 0],
  ['a teed local that is not there', ...ZERO, 0x22, 0, DROP],
  ['a global that is not there', 0x23, 2, DROP],
  ['a set global that is not there', ...ZERO, 0x24, 2],
  ['a called function that is not there', 0x10, 2],
  ['a tail-called function that is not there', 0x12, 2],
  ['a reference to a function that is not there', 0xd2, 2, DROP],
  ['an indirect call of a type that is not there', ...ZERO, 0x11, 9, 0],
  ['an indirect call through a table that is not there', ...ZERO, 0x11, 0, 2],
  ['a table that is not there', ...ZERO, 0x25, 2, DROP],
  ['the size of a table that is not there', 0xfc, 16, 2, DROP],
  ['the size of a memory that is not there', 0x3f, 1, DROP],
  ['the growth of a memory that is not there', ...ZERO, 0x40, 1, DROP],
  ['a load from a memory that is not there', ...ZERO, 0x28, 0x42, 1, 0, DROP],
  ['a copy to a memory that is not there', ...ZERO, ...ZERO, ...ZERO, 0xfc, 10, 1, 0],
  ['a fill of a memory that is not there', ...ZERO, ...ZERO, ...ZERO, 0xfc, 11, 1],
  ['a data segment that is not there', ...ZERO, ...ZERO, ...ZERO, 0xfc, 8, 1, 0],
  ['a dropped data segment that is not there', 0xfc, 9, 1],
  ['an element segment that is not there', ...ZERO, ...ZERO, ...ZERO, 0xfc, 12, 1, 0],
  ['a dropped element segment that is not there', 0xfc, 13, 1],
  ['a thrown tag that is not there', 0x08, 2],
  ['a caught tag that is not there', 0x1f, 0x40, 1, 0, 2, 0, END],
  ['a branch to a label that is not there', 0x0c, 1],
  ['a conditional branch to a label that is not there', ...ZERO, 0x0d, 1],
  ['a branch table with a label that is not there', ...ZERO, 0x0e, 1, 1, 0],
  ['a branch table with a default that is not there', ...ZERO, 0x0e, 0, 1],
  ['a catch to a label that is not there', 0x1f, 0x40, 1, 2, 2, END],
  ['a struct of a type that is not there', 0xfb, 1, 9, DROP],
  ['a field that is not there', 0xfb, 1, 3, 0xfb, 2, 3, 2, DROP],
  ['an array of a struct type', ...ZERO, 0xfb, 7, 3, DROP],
  ['a struct of an array type', 0xfb, 1, 4, DROP],
  ['a call of a reference to a struct type', 0xd0, 3, 0x14, 3],
];

/** Operands that are missing, left over or of another type. */
const OPERANDS: readonly Named[] = [
  ['a value that nobody takes', ...ZERO],
  ['a drop of nothing', DROP],
  ['an addition of nothing', 0x6a, DROP],
  ['an addition of one number', ...ZERO, 0x6a, DROP],
  ['an addition of 32 bits to 64', ...ZERO, ...LONG, 0x6a, DROP],
  ['an addition of a float', ...FLOAT, ...ZERO, 0x6a, DROP],
  ['a test of a long for zero as a short', ...LONG, 0x45, DROP],
  ['a conversion of the wrong number', ...FLOAT, 0xa7, DROP],
  ['a load from an address of 64 bits', ...LONG, 0x28, 2, 0, DROP],
  ['a store of a float as a number', ...ZERO, ...FLOAT, 0x36, 2, 0],
  ['a store without a value', ...ZERO, 0x36, 2, 0],
  ['a memory grown by a long', ...LONG, 0x40, 0, DROP],
  ['a condition that is a long', ...LONG, 0x04, 0x40, END],
  ['a condition that is not there', 0x04, 0x40, END],
  ['a branch condition that is a float', ...FLOAT, 0x0d, 0],
  ['a branch table index that is a long', ...LONG, 0x0e, 0, 0],
  ['a select between two types', ...ZERO, ...LONG, ...ZERO, 0x1b, DROP],
  ['a select of references without a type', ...NO_FUNCTION, ...NO_FUNCTION, ...ZERO, 0x1b, DROP],
  ['a typed select of another type', ...LONG, ...LONG, ...ZERO, 0x1c, 1, I32, DROP],
  ['a call without its argument', 0x10, 1, DROP],
  ['a call with another argument', ...FLOAT, 0x10, 1, DROP],
  ['a call whose result is left', ...ZERO, 0x10, 1],
  ['a tail call with another result', ...ZERO, 0x12, 1],
  ['an indirect call without an index', 0x11, 0, 0],
  ['an indirect call through a table of externref', ...ZERO, 0x11, 0, 1],
  ['a call of a reference of another type', 0xd2, 1, 0x14, 0],
  ['a throw without its value', 0x08, 1],
  ['a throw of another value', ...FLOAT, 0x08, 1],
  ['a throw of a reference that is none', ...ZERO, 0x0a],
  ['a vector addition of numbers', ...ZERO, ...ZERO, 0xfd, 0x6e, DROP],
  ['a number addition of vectors', ...VECTOR, ...VECTOR, 0x6a, DROP],
  ['a table set to a number', ...ZERO, ...ZERO, 0x26, 0],
  ['a table set to another kind of reference', ...ZERO, 0xd0, 0x6f, 0x26, 0],
  ['a table copied to one of another type', ...ZERO, ...ZERO, ...ZERO, 0xfc, 14, 0, 1],
  ['a table filled from a segment of another type', ...ZERO, ...ZERO, ...ZERO, 0xfc, 12, 0, 1],
  ['a null test of a number', ...ZERO, 0xd1, DROP],
  ['an equality of functions', ...NO_FUNCTION, ...NO_FUNCTION, 0xd3, DROP],
  ['a struct without the values of its fields', 0xfb, 0, 3, DROP],
  ['a field set to another type', 0xfb, 1, 3, ...FLOAT, 0xfb, 5, 3, 0],
  ['a field of a number', ...ZERO, 0xfb, 2, 3, 0, DROP],
  ['an array item of a struct', 0xfb, 1, 3, ...ZERO, 0xfb, 11, 4, DROP],
  ['a cast between hierarchies', 0xd0, 0x6f, 0xfb, 23, 0x6e, DROP],
  ['a small number from a long', ...LONG, 0xfb, 28, DROP],
];

/** Rules beyond operands. */
const RULES: readonly Named[] = [
  ['a set global that is constant', ...ZERO, 0x24, 0],
  ['a global set to another type', ...LONG, 0x24, 1],
  ['a set field that is constant', 0xfb, 1, 3, ...ZERO, 0xfb, 5, 3, 1],
  ['a packed item read without a sign', ...ZERO, 0xfb, 7, 5, ...ZERO, 0xfb, 11, 5, DROP],
  ['a whole item read with a sign', ...ZERO, 0xfb, 7, 4, ...ZERO, 0xfb, 12, 4, DROP],
  ['a set item that is constant', ...ZERO, 0xfb, 7, 5, ...ZERO, ...ZERO, 0xfb, 14, 5],
  ['an array of references from data', ...ZERO, ...ZERO, 0xfb, 9, 8, 0, DROP],
  ['an array of numbers from elements', ...ZERO, ...ZERO, 0xfb, 10, 4, 0, DROP],
  ['a reference to a function that is not declared', 0xd2, 0, DROP],
  ['an if with a result and no else', ...ZERO, 0x04, I32, ...ZERO, END, DROP],
  ['an if and an else of different types', ...ZERO, 0x04, I32, ...ZERO, 0x05, ...LONG, END, DROP],
  ['a block without its result', 0x02, I32, END, DROP],
  ['a block with a value too many', 0x02, I32, ...ZERO, ...ZERO, END, DROP],
  ['a block that takes a value from outside', ...ZERO, 0x02, 0x40, DROP, END],
  ['a branch without its value', 0x02, I32, 0x0c, 0, END, DROP, ...ZERO],
  ['a branch with another value', 0x02, I32, ...LONG, 0x0c, 0, END, DROP],
  [
    'a branch table to labels of different types',
    0x02,
    I32,
    0x02,
    0x40,
    ...ZERO,
    0x0e,
    1,
    0,
    1,
    END,
    ...ZERO,
    END,
    DROP,
  ],
  ['a catch to a label of another type', 0x02, 0x40, 0x1f, 0x40, 1, 0, 1, 0, END, END],
  ['a function return with a value for nothing', 0x00, ...LONG, ...ZERO, 0x6a, DROP],
  ...(
    [
      ['i32.load', 0x28, 3, DROP],
      ['i64.load', 0x29, 4, DROP],
      ['f32.load', 0x2a, 3, DROP],
      ['f64.load', 0x2b, 4, DROP],
      ['i32.load8_s', 0x2c, 1, DROP],
      ['i32.load16_u', 0x2f, 2, DROP],
      ['i64.load32_s', 0x34, 3, DROP],
      ['i32.load with 2^63', 0x28, 63, DROP],
    ] as const
  ).map(([name, opcode, align, after]): Named => [
    `${name} of more than its natural alignment`,
    ...ZERO,
    opcode,
    align,
    0,
    after,
  ]),
  ['i32.store of more than its natural alignment', ...ZERO, ...ZERO, 0x36, 3, 0],
  ['i64.store8 of more than its natural alignment', ...ZERO, ...LONG, 0x3c, 1, 0],
  ['v128.load of more than its natural alignment', ...ZERO, 0xfd, 0, 5, 0, DROP],
  ['an address offset of more than 32 bits', ...ZERO, 0x28, 2, 0x80, 0x80, 0x80, 0x80, 0x10, DROP],
  ['lane 16 of sixteen', ...VECTOR, 0xfd, 21, 16, DROP],
  ['lane 8 of eight', ...VECTOR, 0xfd, 24, 8, DROP],
  ['lane 4 of four', ...VECTOR, 0xfd, 27, 4, DROP],
  ['lane 2 of two', ...VECTOR, 0xfd, 29, 2, DROP],
  ['a replaced lane 16 of sixteen', ...VECTOR, ...ZERO, 0xfd, 23, 16, DROP],
  ['a shuffle of the lane 32', ...VECTOR, ...VECTOR, 0xfd, 13, 32, ...Array<number>(15).fill(0), DROP],
  ['a loaded lane 16 of sixteen', ...ZERO, ...VECTOR, 0xfd, 84, 0, 0, 16, DROP],
];

/** Functions of other types than `[] → []`. */
const RESULTS: readonly MalformedCase[] = [
  fault('a result that is missing', 'compile', inContext([END], { type: 6 })),
  fault('a result of another type', 'compile', inContext([...LONG, END], { type: 6 })),
  fault('two results for one', 'compile', inContext([...ZERO, ...ZERO, END], { type: 6 })),
  fault('a return without its result', 'compile', inContext([0x0f, END], { type: 6 })),
  fault('a return of another type', 'compile', inContext([...FLOAT, 0x0f, END], { type: 6 })),
  fault('a parameter of another type as the result', 'compile', inContext([0x20, 0, END], { type: 7 })),
  fault(
    'a local of another type as the result',
    'compile',
    inContext([0x20, 0, END], { type: 6, locals: [1, 1, 0x7e] }),
  ),
  fault(
    'a local one above the parameters and locals',
    'compile',
    inContext([0x20, 2, END], { type: 1, locals: [1, 1, I32] }),
  ),
];

export const ILL_TYPED: readonly MalformedCase[] = [
  ...[...UNKNOWN, ...OPERANDS, ...RULES].map(([what, ...bytes]) => fault(what, 'compile', doing(...bytes))),
  ...RESULTS,
];
