import { code, END, func, functions, I32, leb, section, tables, types, wasm } from '../binary.ts';
import { sound } from './sound-case.ts';
import type { SoundCase } from './sound-case.ts';

const FUNCTION = [...types(func([], [])), ...functions(0)];
const times = (count: number, ...item: readonly number[]) =>
  Array<readonly number[]>(count).fill(item).flat();
const listed = (count: number, ...item: readonly number[]) => [...leb(count), ...times(count, ...item)];

/** Nothing in the specification speaks against these; engines draw lines (JavaScript interface, "Limits"). */
export const SOUND_BEYOND: readonly SoundCase[] = [
  sound(
    'a function of 1,001 parameters',
    wasm(types(func(times(1001, I32), []))),
    'more than 1,000 parameters',
  ),
  sound('a function of 1,001 results', wasm(types(func([], times(1001, I32)))), 'more than 1,000 results'),
  sound(
    'a struct of 10,001 fields',
    wasm(types([0x5f, ...listed(10_001, I32, 0)])),
    'more than 10,000 fields',
  ),
  sound(
    'a chain of 64 subtypes',
    wasm(
      types(
        [0x50, 0, 0x5f, 0],
        ...Array.from({ length: 64 }, (_, parent) => [0x50, 1, ...leb(parent), 0x5f, 0]),
      ),
    ),
    'subtypes deeper than 63',
  ),
  sound('100,001 data segments', wasm(section(11, listed(100_001, 1, 0))), 'more than 100,000 data segments'),
  sound('100,001 tables', wasm(section(4, listed(100_001, 0x70, 0, 0))), 'more than 100,000 tables'),
  sound(
    'a table of 10,000,001 elements',
    wasm(tables([0x70, 0, ...leb(10_000_001)])),
    'tables above 10,000,000 elements',
  ),
  sound(
    '2^32 - 1 locals',
    wasm(FUNCTION, code([1, ...leb(0xffff_ffff), I32, END])),
    'ours: more than 10,000 locals',
  ),
  sound(
    'a branch table of 65,521 labels',
    wasm(FUNCTION, code([0, 0x41, 0, 0x0e, ...listed(65_521, 0), 0, END])),
    'branch tables above 65,520 labels',
  ),
  sound(
    'a try_table of 65,521 handlers',
    wasm(FUNCTION, code([0, 0x1f, 0x40, ...listed(65_521, 2, 0), END, END])),
    'more handlers than labels in a branch table',
  ),
  sound(
    'an array of 10,001 items in one instruction',
    wasm(
      types(func([], []), [0x5e, I32, 0]),
      functions(0),
      code([0, ...times(10_001, 0x41, 0), 0xfb, 8, 1, ...leb(10_001), 0x1a, END]),
    ),
    'more than 10,000 operands',
  ),
];
