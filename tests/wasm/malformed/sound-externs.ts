import {
  body,
  code,
  END,
  exported,
  exports,
  func,
  functions,
  globals,
  I32,
  i32Const,
  imported,
  imports,
  leb,
  memories,
  tables,
  tags,
  types,
  wasm,
} from '../binary.ts';
import { sound } from './sound-case.ts';
import type { SoundCase } from './sound-case.ts';

const NUMBERS = [0x7f, 0x7e, 0x7d, 0x7c, 0x7b];
const ABSTRACT = [0x70, 0x6f, 0x6e, 0x6d, 0x6c, 0x6b, 0x6a, 0x71, 0x72, 0x73];
const KINDS = { function: 0, table: 1, memory: 2, global: 3, tag: 4 };

/** Imports each description and exports it again. */
function passedOn(kind: keyof typeof KINDS, ...descriptions: readonly (readonly number[])[]): number[] {
  return [
    ...imports(
      ...descriptions.map((description, at) => imported('in', `${kind} ${at}`, KINDS[kind], ...description)),
    ),
    ...exports(...descriptions.map((_, at) => exported(`${kind} ${at}`, KINDS[kind], at))),
  ];
}

/** Where types can be seen from outside: what readers must agree on. */
export const SOUND_EXTERNS: readonly SoundCase[] = [
  sound(
    'functions of every number type, in and out',
    wasm(
      types(...NUMBERS.map((type) => func([type, I32], [type]))),
      passedOn('function', [0], [1], [2], [3], [4]),
    ),
  ),
  sound(
    'functions of every abstract reference, in and out',
    wasm(
      types(...ABSTRACT.map((type) => func([type], [type]))),
      passedOn('function', ...ABSTRACT.map((_, at) => [at])),
    ),
  ),
  sound(
    'functions of every reference that is not null, in and out',
    wasm(
      types(...ABSTRACT.map((type) => [0x60, 1, 0x64, type, 0])),
      passedOn('function', ...ABSTRACT.map((_, at) => [at])),
    ),
  ),
  sound(
    'functions of references in the long form',
    wasm(
      types(...ABSTRACT.map((type) => [0x60, 1, 0x63, type, 0])),
      passedOn('function', ...ABSTRACT.map((_, at) => [at])),
    ),
  ),
  sound(
    'functions of references to a struct, an array and a function',
    wasm(
      types([0x5f, 0], [0x5e, I32, 0], func([], []), [0x60, 3, 0x63, 0, 0x64, 1, 0x64, 2, 1, 0x63, 2]),
      passedOn('function', [3], [2]),
    ),
  ),
  sound(
    'functions of a recursion group',
    wasm(types([0x4e, 2, 0x60, 1, 0x63, 1, 0, 0x60, 0, 1, 0x63, 0]), passedOn('function', [0], [1])),
  ),
  sound(
    'a function of an open type and one of its subtype',
    wasm(types([0x50, 0, ...func([], [])], [0x4f, 1, 0, ...func([], [])]), passedOn('function', [0], [1])),
  ),
  sound('functions of exception references', wasm(types(func([0x69, 0x74], [])), passedOn('function', [0]))),
  sound(
    'a function of 1,000 parameters and as many results',
    wasm(
      types(func(Array<number>(1000).fill(I32), Array<number>(1000).fill(0x7e))),
      passedOn('function', [0]),
    ),
  ),
  sound(
    'tables of abstract references, in and out',
    wasm(passedOn('table', ...ABSTRACT.map((type) => [type, 1, 1, 2]))),
  ),
  sound(
    'tables of typed references, in and out',
    wasm(
      types([0x5f, 0], func([], [])),
      passedOn('table', [0x63, 0, 0, 0], [0x64, 1, 1, 3, 9], [0x64, 0x70, 0, 1]),
    ),
  ),
  sound(
    'tables of every kind of limits, in and out',
    wasm(passedOn('table', [0x70, 0, 0], [0x70, 1, 0, ...leb(0xffff_ffff)], [0x70, 4, 3], [0x70, 5, 1, 2])),
  ),
  sound(
    'a filled table, out',
    wasm(tables([0x40, 0, 0x70, 1, 1, 4, 0xd0, 0x70, END]), exports(exported('t', 1, 0))),
  ),
  sound(
    'memories of every kind of limits, in and out',
    wasm(passedOn('memory', [0, 0], [0, ...leb(65_536)], [1, 1, ...leb(65_536)], [3, 1, 2])),
  ),
  sound('memories of 64 bits, in and out', wasm(passedOn('memory', [4, 1], [5, 1, 2], [7, 0, 1]))),
  sound(
    'globals of every number type, in and out',
    wasm(
      passedOn(
        'global',
        ...NUMBERS.flatMap((type) => [
          [type, 0],
          [type, 1],
        ]),
      ),
    ),
  ),
  sound(
    'globals of every abstract reference, in and out',
    wasm(passedOn('global', ...ABSTRACT.map((type) => [type, 1]))),
  ),
  sound(
    'globals of typed references, in and out',
    wasm(
      types([0x5f, 0], func([], [])),
      passedOn('global', [0x63, 0, 0], [0x64, 1, 1], [0x64, 0x6f, 0], [0x63, 0x6f, 0]),
    ),
  ),
  sound(
    'tags, in and out',
    wasm(types(func([], []), func([I32, 0x7c], [])), passedOn('tag', [0, 0], [0, 1])),
  ),
  sound(
    'everything declared and nothing imported, out',
    wasm(
      types(func([], []), func([I32], [])),
      functions(0),
      tables([0x6f, 0, 1]),
      memories([1, 1, 2]),
      tags([0, 1]),
      globals([0x7e, 1, 0x42, 0, END], [I32, 0, ...i32Const(0)]),
      exports(...[0, 1, 2, 3, 4].map((kind) => exported(String(kind), kind, 0)), exported('second', 3, 1)),
      code(body()),
    ),
  ),
];
