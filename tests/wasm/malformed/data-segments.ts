import {
  data,
  dataCount,
  END,
  I32,
  i32Const,
  imported,
  imports,
  leb,
  memories,
  section,
  wasm,
} from '../binary.ts';
import { inContext } from './context.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

const HUGE = leb(0xffff_ffff);
const MEMORY = memories([0, 1]);
const MEMORY_64 = memories([4, 1]);
const AT_0 = i32Const(0);
const DATA: readonly MalformedCase[] = [
  ...[3, 4, 8, 0x40, 0x7f].map((flags) =>
    fault(`a data segment with the flags ${flags}`, 'data-flags', wasm(MEMORY, data([flags, ...AT_0, 0]))),
  ),
  fault('a data segment with flags of two bytes', 'data-flags', wasm(MEMORY, data([0x83, 1, ...AT_0, 0]))),
  fault('a data segment with the flags 4,294,967,295', 'data-flags', wasm(MEMORY, data([...HUGE, 0]))),
  ...[[0], [0, ...AT_0], [1], [2], [2, 0], [2, 0, ...AT_0]].map((segment) =>
    fault(
      `a data segment that ends after ${segment.length} of its bytes, flags ${segment[0]}`,
      'unexpected-end',
      wasm(MEMORY, section(11, [1, ...segment])),
    ),
  ),
  ...[[0, ...AT_0], [1], [2, 0, ...AT_0]].flatMap((segment) => [
    fault(
      `a data segment of 4 GiB, flags ${segment[0]}`,
      'unexpected-end',
      wasm(MEMORY, data([...segment, ...HUGE])),
    ),
    fault(
      `a data segment of 1 GiB, flags ${segment[0]}`,
      'unexpected-end',
      wasm(MEMORY, data([...segment, ...leb(2 ** 30), 1])),
    ),
    fault(
      `a data segment of one byte too few, flags ${segment[0]}`,
      'unexpected-end',
      wasm(MEMORY, data([...segment, 2, 1])),
    ),
    fault(
      `a data segment of one byte too many, flags ${segment[0]}`,
      'section-length',
      wasm(MEMORY, data([...segment, 1, 1, 1])),
    ),
  ]),
  fault('a data segment without a memory', 'compile', wasm(data([0, ...AT_0, 0]))),
  fault('a data segment for a memory that is not there', 'compile', wasm(MEMORY, data([2, 1, ...AT_0, 0]))),
  fault(
    'a data segment at an offset of 64 bits in a memory of 32',
    'compile',
    wasm(MEMORY, data([0, 0x42, 0, END, 0])),
  ),
  fault(
    'a data segment at an offset of 32 bits in a memory of 64',
    'compile',
    wasm(MEMORY_64, data([0, ...AT_0, 0])),
  ),
  fault('a data segment at no offset', 'compile', wasm(MEMORY, data([0, END, 0]))),
  fault('a data segment at two offsets', 'compile', wasm(MEMORY, data([0, 0x41, 0, 0x41, 0, END, 0]))),
  fault('a data segment at a float', 'compile', wasm(MEMORY, data([0, 0x43, 0, 0, 0, 0, END, 0]))),
  fault(
    'a data segment at an offset that is loaded',
    'constant-expression',
    wasm(MEMORY, data([0, 0x41, 0, 0x28, 2, 0, END, 0])),
  ),
  fault(
    'a data segment at an offset without an end',
    'constant-expression|unexpected-end',
    wasm(MEMORY, data([0, 0x41, 0, 0])),
  ),
  fault(
    'a data segment at a mutable global',
    'compile',
    wasm(imports(imported('a', 'b', 3, I32, 1)), MEMORY, data([0, 0x23, 0, END, 0])),
  ),
];

const DATA_COUNTS: readonly MalformedCase[] = [
  fault('a data count without data', 'data-count', wasm(dataCount(1))),
  fault('a data count of 4,294,967,295 without data', 'data-count', wasm(dataCount(0xffff_ffff))),
  fault('a data count above an empty data section', 'data-count', wasm(dataCount(1), data())),
  fault('a data count above the segments', 'data-count', wasm(dataCount(2), data([1, 0]))),
  fault('a data count below the segments', 'data-count', wasm(dataCount(0), data([1, 0]))),
  fault('a data count one below the segments', 'data-count', wasm(dataCount(1), data([1, 0], [1, 0]))),
  fault(
    'memory.init without a data count',
    'compile',
    inContext([0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 8, 0, 0, END], { dataCount: false }),
  ),
  fault('data.drop without a data count', 'compile', inContext([0xfc, 9, 0, END], { dataCount: false })),
  fault(
    'array.new_data without a data count',
    'compile',
    inContext([0x41, 0, 0x41, 0, 0xfb, 9, 5, 0, 0x1a, END], { dataCount: false }),
  ),
  fault(
    'array.init_data without a data count',
    'compile',
    inContext([0xd0, 4, 0x41, 0, 0x41, 0, 0x41, 0, 0xfb, 18, 4, 0, END], { dataCount: false }),
  ),
];

export const DATA_SEGMENTS: readonly MalformedCase[] = [...DATA, ...DATA_COUNTS];
