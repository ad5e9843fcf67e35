import { END, I32, imported, imports, leb, memories, section, tables, wasm } from '../binary.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

/** Limits of the memory and table types, declared and imported. */
type Holder = readonly [what: string, with_: (...limits: readonly number[]) => Uint8Array<ArrayBuffer>];

const MEMORIES: readonly Holder[] = [
  ['a memory', (...limits) => wasm(memories(limits))],
  ['an imported memory', (...limits) => wasm(imports(imported('a', 'b', 2, ...limits)))],
];
const TABLES: readonly Holder[] = [
  ['a table', (...limits) => wasm(tables([0x70, ...limits]))],
  ['an imported table', (...limits) => wasm(imports(imported('a', 'b', 1, 0x70, ...limits)))],
];

const hex = (byte: number) => `0x${byte.toString(16)}`;
/** 2^64 - 1, the largest unsigned number of 64 bits. */
const MOST_64 = [...Array<number>(9).fill(0xff), 1];

const BOTH: readonly MalformedCase[] = [...MEMORIES, ...TABLES].flatMap(([what, holding]) => [
  ...[0x10, 0x20, 0x40, 0x7f, 0x80, 0xff].map((flags) =>
    fault(`${what} with the limit flags ${hex(flags)}`, 'limits-flags', holding(flags, 1, 1)),
  ),
  fault(`${what} with limit flags in two bytes`, 'limits-flags', holding(0x81, 0, 1, 1)),
  fault(`${what} whose minimum is above its maximum`, 'limits', holding(1, 2, 1)),
  fault(`${what} whose minimum is just above its maximum`, 'limits', holding(1, ...leb(257), ...leb(256))),
  fault(`${what} of 64 bits whose minimum is above its maximum`, 'limits', holding(5, 2, 1)),
  fault(`${what} with flags and no minimum`, 'unexpected-end', holding(0)),
  fault(`${what} with a minimum and no maximum`, 'unexpected-end', holding(1, 1)),
]);

const OF_MEMORIES: readonly MalformedCase[] = MEMORIES.flatMap(([what, holding]) => [
  fault(`${what} of 65,537 pages`, 'limits', holding(0, ...leb(65_537))),
  fault(`${what} that may grow to 65,537 pages`, 'limits', holding(1, 0, ...leb(65_537))),
  fault(`${what} of 2^32 - 1 pages`, 'limits', holding(0, ...leb(0xffff_ffff))),
  fault(`${what} of 64 bits with 2^48 + 1 pages`, 'limits', holding(4, ...leb(2 ** 48 + 1))),
  fault(`${what} of 64 bits that may grow to 2^48 + 1 pages`, 'limits', holding(5, 0, ...leb(2 ** 48 + 1))),
  fault(`${what} of 64 bits with 2^64 - 1 pages`, 'limits', holding(4, ...MOST_64)),
  fault(`${what} that is shared without a maximum`, 'limits', holding(2, 1)),
  fault(`${what} of 64 bits that is shared without a maximum`, 'limits', holding(6, 1)),
  fault(`${what} that is shared and whose minimum is above its maximum`, 'limits', holding(3, 2, 1)),
]);

const OF_TABLES: readonly MalformedCase[] = TABLES.flatMap(([what, holding]) => [
  ...[2, 3, 6, 7, 8, 9].map((flags) =>
    fault(`${what} with the flags ${hex(flags)} of a memory`, 'limits-flags', holding(flags, 1, 1)),
  ),
  fault(`${what} of 2^32 elements`, 'limits', holding(0, ...leb(2 ** 32))),
  fault(`${what} that may grow to 2^32 elements`, 'limits', holding(1, 0, ...leb(2 ** 32))),
]);

/** Tables that are filled with an expression, and element types. */
const FILLED: readonly MalformedCase[] = [
  fault('a table without limits', 'unexpected-end', wasm(tables([0x70]))),
  fault(
    'a filled table whose second byte is not 0',
    'table',
    wasm(tables([0x40, 1, 0x70, 0, 0, 0xd0, 0x70, END])),
  ),
  fault('a filled table without a second byte', 'unexpected-end', wasm(section(4, [1, 0x40]))),
  fault('a filled table of no reference', 'reference-type', wasm(tables([0x40, 0, I32, 0, 0, 0x41, 0, END]))),
  fault('a filled table without an expression', 'unexpected-end', wasm(tables([0x40, 0, 0x70, 0, 0]))),
  fault(
    'a filled table whose expression does not end',
    'unexpected-end',
    wasm(tables([0x40, 0, 0x70, 0, 0, 0xd0, 0x70])),
  ),
  fault(
    'a filled table with an expression of another type',
    'compile',
    wasm(tables([0x40, 0, 0x70, 0, 0, 0x41, 0, END])),
  ),
  fault(
    'a filled table with a reference of another kind',
    'compile',
    wasm(tables([0x40, 0, 0x70, 0, 0, 0xd0, 0x6f, END])),
  ),
  fault('a table of non-null references that is not filled', 'compile', wasm(tables([0x64, 0x70, 0, 0]))),
  fault('a table of a type that is not there', 'compile', wasm(tables([0x63, 0, 0, 0]))),
];

export const LIMITS: readonly MalformedCase[] = [...BOTH, ...OF_MEMORIES, ...OF_TABLES, ...FILLED];
