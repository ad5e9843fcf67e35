import { exports, I32, imports, leb, memories, section, wasm } from '../binary.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

/** A name of these bytes, with its length. */
const named = (bytes: readonly number[]) => [...leb(bytes.length), ...bytes];

/** Where a name can stand, as a module that is sound when its name is. */
export const NAME_PLACES: readonly (readonly [
  where: string,
  with_: (bytes: readonly number[]) => Uint8Array<ArrayBuffer>,
])[] = [
  ['a custom name', (bytes) => wasm(section(0, named(bytes)))],
  ['an import’s module', (bytes) => wasm(imports([...named(bytes), 0, 3, I32, 0]))],
  ['an import’s name', (bytes) => wasm(imports([0, ...named(bytes), 3, I32, 0]))],
  ['an export’s name', (bytes) => wasm(memories([0, 1]), exports([...named(bytes), 2, 0]))],
];

/** The classes of bytes that are no UTF-8 (Unicode 16, table 3-7, and what it leaves out). */
const NOT_UTF8: readonly (readonly [what: string, bytes: readonly number[]])[] = [
  ['a lone first continuation byte', [0x80]],
  ['a lone last continuation byte', [0xbf]],
  ['a continuation byte after a letter', [0x61, 0x80]],
  ['two continuation bytes', [0x80, 0xbf]],
  ['the never used byte 0xc0', [0xc0]],
  ['the never used byte 0xc1', [0xc1, 0xbf]],
  ['the never used byte 0xf5', [0xf5, 0x80, 0x80, 0x80]],
  ['the start of five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80]],
  ['the start of six bytes', [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80]],
  ['the byte 0xfe', [0xfe]],
  ['the byte 0xff', [0xff]],
  ['a UTF-16 byte order mark', [0xff, 0xfe, 0x61, 0]],
  ['one byte of two', [0xc2]],
  ['one byte of two, then a letter', [0xdf, 0x61]],
  ['one byte of two, then another start', [0xc2, 0xc2, 0x80]],
  ['one byte of three', [0xe2]],
  ['two bytes of three', [0xe2, 0x82]],
  ['two bytes of three, then a letter', [0xe2, 0x82, 0x61]],
  ['one byte of four', [0xf0]],
  ['two bytes of four', [0xf0, 0x9f]],
  ['three bytes of four', [0xf0, 0x9f, 0xa6]],
  ['three bytes of four, then a letter', [0xf0, 0x9f, 0xa6, 0x61]],
  ['NUL in two bytes', [0xc0, 0x80]],
  ['a letter in two bytes', [0xc1, 0xa1]],
  ['U+007F in three bytes', [0xe0, 0x81, 0xbf]],
  ['U+07FF in three bytes', [0xe0, 0x9f, 0xbf]],
  ['U+FFFF in four bytes', [0xf0, 0x8f, 0xbf, 0xbf]],
  ['the first high surrogate', [0xed, 0xa0, 0x80]],
  ['the last high surrogate', [0xed, 0xaf, 0xbf]],
  ['the first low surrogate', [0xed, 0xb0, 0x80]],
  ['the last low surrogate', [0xed, 0xbf, 0xbf]],
  ['a pair of surrogates', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
  ['U+110000', [0xf4, 0x90, 0x80, 0x80]],
  ['the highest of four bytes', [0xf7, 0xbf, 0xbf, 0xbf]],
  ['Latin-1', [0x63, 0x61, 0x66, 0xe9]],
];

export const NAMES: readonly MalformedCase[] = NAME_PLACES.flatMap(([where, holding]) =>
  NOT_UTF8.map(([what, bytes]) => fault(`${where} that is ${what}`, 'utf8', holding(bytes))),
).concat([
  fault('a custom section without a name', 'unexpected-end', wasm([0, 0])),
  fault('a custom name longer than its section', 'unexpected-end', wasm([0, 2, 5, 0x61])),
  fault(
    'a custom name that goes on in the next section',
    'unexpected-end',
    wasm([0, 2, 5, 0x61], section(0, [2, 0x62, 0x63])),
  ),
  fault('a custom name of 4 GiB', 'unexpected-end', wasm(section(0, leb(0xffff_ffff)))),
  fault('an import’s module longer than its section', 'unexpected-end', wasm(section(2, [1, 9, 0x61]))),
  fault('an import’s name longer than its section', 'unexpected-end', wasm(section(2, [1, 0, 9, 0x61]))),
  fault('an import’s name of 1 GiB', 'unexpected-end', wasm(section(2, [1, 0, ...leb(2 ** 30)]))),
  fault('an import without a name', 'unexpected-end', wasm(section(2, [1, 1, 0x61]))),
  fault(
    'an export’s name longer than its section',
    'unexpected-end',
    wasm(memories([0, 1]), section(7, [1, 9, 0x61, 2, 0])),
  ),
  fault(
    'an export’s name of 4 GiB',
    'unexpected-end',
    wasm(memories([0, 1]), section(7, [1, ...leb(0xffff_ffff)])),
  ),
]);
