import { END, globals, I32, i32Const, imported, imports, types, wasm } from '../binary.ts';
import { sound } from './sound-case.ts';
import type { SoundCase } from './sound-case.ts';

const ZERO = [0x41, 0];
const VECTOR = [0xfd, 12, ...Array<number>(16).fill(0)];
export const SOUND_CONSTANTS: readonly SoundCase[] = [
  sound(
    'the least and the greatest constants',
    wasm(
      globals(
        [I32, 0, 0x41, 0x80, 0x80, 0x80, 0x80, 0x78, END],
        [I32, 0, 0x41, 0xff, 0xff, 0xff, 0xff, 0x07, END],
        [0x7e, 0, 0x42, ...Array<number>(9).fill(0x80), 0x7f, END],
      ),
    ),
  ),
  sound(
    'constants of minus one and nought in all their bytes',
    wasm(
      globals(
        [I32, 0, 0x41, 0xff, 0xff, 0xff, 0xff, 0x7f, END],
        [0x7e, 0, 0x42, ...Array<number>(9).fill(0x80), 0, END],
      ),
    ),
  ),
  sound(
    'a float that is not a number, with a payload',
    wasm(globals([0x7d, 0, 0x43, 1, 2, 0xa0, 0x7f, END])),
  ),
  sound(
    'a constant that adds, subtracts and multiplies',
    wasm(
      globals(
        [I32, 0, ...ZERO, ...ZERO, 0x6a, ...ZERO, 0x6b, ...ZERO, 0x6c, END],
        [0x7e, 0, 0x42, 1, 0x42, 2, 0x7c, 0x42, 3, 0x7e, END],
      ),
    ),
  ),
  sound(
    'a constant of an imported global',
    wasm(imports(imported('a', 'b', 3, I32, 0)), globals([I32, 0, 0x23, 0, END])),
  ),
  sound('a constant of an earlier global', wasm(globals([I32, 0, ...i32Const(0)], [I32, 0, 0x23, 0, END]))),
  sound('constants of vectors', wasm(globals([0x7b, 0, ...VECTOR, END]))),
  sound(
    'a constant struct in a constant array',
    wasm(
      types([0x5f, 1, I32, 0], [0x5e, 0x63, 0, 0]),
      globals([0x6a, 0, ...ZERO, 0xfb, 0, 0, 0xfb, 1, 0, 0xfb, 8, 1, 2, END]),
    ),
  ),
  sound(
    'a constant array of a length',
    wasm(
      types([0x5e, 0x78, 0]),
      globals([0x63, 0, 0, ...ZERO, ...ZERO, 0xfb, 6, 0, END], [0x63, 0, 0, ...ZERO, 0xfb, 7, 0, END]),
    ),
  ),
  sound(
    'a small number and conversions of references',
    wasm(
      globals(
        [0x6c, 0, ...ZERO, 0xfb, 28, END],
        [0x6e, 0, 0xd0, 0x6f, 0xfb, 26, END],
        [0x6f, 0, 0xd0, 0x6e, 0xfb, 27, END],
      ),
    ),
  ),
  sound(
    'nulls of every hierarchy',
    wasm(globals([0x70, 0, 0xd0, 0x73, END], [0x6f, 0, 0xd0, 0x72, END], [0x6e, 0, 0xd0, 0x71, END])),
  ),
];
