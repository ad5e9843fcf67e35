import {
  code,
  body,
  COMPONENT_HEADER,
  custom,
  HEADER,
  func,
  functions,
  leb,
  memories,
  section,
  types,
  wasm,
} from '../binary.ts';
import { fault, file } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';
import { padded } from './integers.ts';

const VOID = types(func([], []));

const ids = Array.from({ length: 14 }, (_, id) => id);
/** Those whose contents are a list. */
const LISTS = ids.filter((id) => id !== 0 && id !== 8 && id !== 12);

/** The file's first eight bytes. */
const HEADERS: readonly MalformedCase[] = [
  fault('an empty file', 'magic', file()),
  ...[1, 2, 3].map((length) =>
    fault(`${length} bytes of the magic number`, 'magic', file(...HEADER.slice(0, length))),
  ),
  ...[0, 1, 2, 3].map((at) =>
    fault(`a wrong byte ${at} of the magic number`, 'magic', file(...HEADER.with(at, 0x20))),
  ),
  fault('a JavaScript file', 'magic', file(...new TextEncoder().encode('export default 1'))),
  fault('text format', 'magic', file(...new TextEncoder().encode('(module)'))),
  fault('a magic number in the wrong case', 'magic', file(0, 0x41, 0x53, 0x4d, 1, 0, 0, 0)),
  fault('a magic number after a byte order mark', 'magic', file(0xef, 0xbb, 0xbf, ...HEADER)),
  fault('a big-endian magic number', 'magic', file(0x6d, 0x73, 0x61, 0, 1, 0, 0, 0)),
  fault('a compressed module', 'magic', file(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)),
  ...[4, 5, 6, 7].map((length) =>
    fault(`a header of ${length} bytes`, 'version', file(...HEADER.slice(0, length))),
  ),
  ...[0, 2, 0x0b, 0x0c, 0xff].map((version) =>
    fault(`version ${version}`, 'version', file(...HEADER.with(4, version))),
  ),
  ...[5, 6, 7].map((at) =>
    fault(`a wrong byte ${at} of the version`, 'version', file(...HEADER.with(at, 1))),
  ),
  fault('a big-endian version', 'version', file(0, 0x61, 0x73, 0x6d, 0, 0, 0, 1)),
  fault('a component of an old version', 'version', file(...COMPONENT_HEADER.with(4, 0x0a))),
  fault('a component of an unknown layer', 'version', file(...COMPONENT_HEADER.with(6, 2))),
  fault('a component section of an unknown id', 'section-id', file(...COMPONENT_HEADER, 13, 0)),
  fault('a component section that is cut off', 'section-size', file(...COMPONENT_HEADER, 1, 9, 0)),
];

/** Section ids and sizes. A section's size must be that of its contents. */
const SECTIONS: readonly MalformedCase[] = [
  ...[14, 15, 16, 0x20, 0x40, 0x7f, 0x80, 0xfe, 0xff].map((id) =>
    fault(`a section of the unknown id ${id}`, 'section-id', wasm(section(id, [0]))),
  ),
  fault('an unknown section after a known one', 'section-id', wasm(types(), section(14, [0]))),
  fault('an unknown section of no size', 'section-id', wasm([14, 0])),
  fault('a section id of two bytes', 'section-id', wasm([0x81, 0, 1, 0])),
  ...ids.slice(1).map((id) => fault(`section ${id} without a size`, 'unexpected-end', wasm([id]))),
  ...ids.map((id) => fault(`section ${id} of no size`, 'unexpected-end', wasm([id, 0], custom('after')))),
  ...ids.map((id) => fault(`section ${id} of one byte more than the file`, 'section-size', wasm([id, 2, 0]))),
  ...ids.map((id) =>
    fault(`section ${id} of 1 GiB in a small file`, 'section-size', wasm([id, ...leb(2 ** 30), 0, 0])),
  ),
  ...ids.map((id) =>
    fault(`section ${id} of 4 GiB in a small file`, 'section-size', wasm([id, ...leb(0xffff_ffff), 0])),
  ),
  ...LISTS.map((id) =>
    fault(`section ${id} with a byte after its items`, 'section-length', wasm(section(id, [0, 0]))),
  ),
  fault('a data count with a byte after it', 'section-length', wasm(section(12, [0, 0]))),
  fault(
    'a start index with a byte after it',
    'section-length',
    wasm(VOID, functions(0), section(8, [0, 0]), code(body())),
  ),
  fault('a type section one byte too short', 'unexpected-end', wasm([1, 3, 1, 0x60, 0, 0])),
  fault('a type section one byte too long', 'section-length', wasm([1, 5, 1, 0x60, 0, 0, 0])),
  fault('a type section that takes in the next', 'section-length', wasm([1, 7, 1, 0x60, 0, 0, 3, 1, 0])),
  fault('a memory section one byte too short', 'unexpected-end', wasm([5, 2, 1, 0, 1])),
  fault('a stray byte after the last section', 'unexpected-end', wasm(memories([0, 1]), [0])),
  fault('a second header after the first', 'section-size', wasm(HEADER)),
];

/** Counts: one too many, far too many, too few. 4,294,967,295 items are refused before room is made for one. */
const COUNTS: readonly MalformedCase[] = [
  ...LISTS.flatMap((id) => [
    fault(
      `4,294,967,295 items in section ${id}`,
      'count',
      wasm(id > 2 ? VOID : [], section(id, leb(0xffff_ffff))),
    ),
    fault(`2,147,483,648 items in section ${id}`, 'count', wasm(section(id, padded(2 ** 31, 5)))),
    fault(`one item more than there is in section ${id}`, 'count', wasm(section(id, [1]))),
  ]),
  fault('more types than bytes', 'count', wasm(section(1, [2, 0x60]))),
  fault('a type more than there is', 'unexpected-end', wasm(section(1, [2, 0x60, 0, 0]))),
  fault('a type fewer than there is', 'section-length', wasm(section(1, [1, 0x60, 0, 0, 0x60, 0, 0]))),
  fault('a memory more than there is', 'unexpected-end', wasm(section(5, [2, 0, 1]))),
  fault('a memory fewer than there is', 'section-length', wasm(section(5, [1, 0, 1, 0, 1]))),
  fault('an import fewer than there is', 'section-length', wasm(section(2, [0, 0, 0, 2, 0, 1]))),
];

export const FRAMING: readonly MalformedCase[] = [...HEADERS, ...SECTIONS, ...COUNTS];
