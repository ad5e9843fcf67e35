import {
  body,
  code,
  data,
  elements,
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
  start,
  tables,
  tags,
  types,
  wasm,
} from '../binary.ts';
import { sound } from './sound-case.ts';
import type { SoundCase } from './sound-case.ts';

const VOID = types(func([], []));
const FUNCTION = [...VOID, ...functions(0)];
const BODY = code(body());
const MEMORY = memories([0, 1]);
const TABLE = tables([0x70, 0, 1]);
const AT_0 = i32Const(0);
const NULL = [0xd0, 0x70, END];
const DECLARED: readonly SoundCase[] = [
  sound(
    'exports that differ in a NUL only',
    wasm(MEMORY, exports(exported('a', 2, 0), exported('a\0', 2, 0))),
  ),
  sound(
    'exports that look alike and differ in their bytes',
    wasm(MEMORY, exports(exported('é', 2, 0), exported('e\u{301}', 2, 0))),
  ),
  sound('imports without names', wasm(imports(imported('', '', 2, 0, 1)))),
  sound(
    'one item exported under many names',
    wasm(MEMORY, exports(...['', 'a', 'b', '__proto__'].map((name) => exported(name, 2, 0)))),
  ),
  sound(
    'imports of one name',
    wasm(imports(imported('a', 'b', 3, I32, 0), imported('a', 'b', 3, I32, 0), imported('a', 'b', 2, 0, 1))),
  ),
  sound(
    'an import that is exported',
    wasm(imports(imported('a', 'b', 3, I32, 0)), exports(exported('b', 3, 0))),
  ),
  sound('an imported start function', wasm(VOID, imports(imported('a', 'b', 0, 0)), start(0))),
  sound('a memory of no pages', wasm(memories([1, 0, 0]))),
  sound('a memory of 65,536 pages', wasm(memories([0, ...leb(65_536)]))),
  sound('a memory that may grow to 65,536 pages', wasm(memories([1, 0, ...leb(65_536)]))),
  sound('a shared memory', wasm(memories([3, 1, 2]))),
  sound('a memory of 64 bits', wasm(memories([5, 1, 2]))),
  sound('a memory of 64 bits with 2^48 pages', wasm(memories([4, ...leb(2 ** 48)])), 'memories above 16 GiB'),
  sound(
    'a memory of 64 bits that may grow to 2^48 pages',
    wasm(memories([5, 0, ...leb(2 ** 48)])),
    'memories above 16 GiB',
  ),
  sound('a shared memory of 64 bits', wasm(memories([7, 1, 2]))),
  sound('three memories', wasm(memories([0, 1], [1, 1, 1], [4, 0]))),
  sound('a memory of pages of one byte', wasm(memories([8, 1, 0])), 'custom page sizes'),
  sound('a table that may grow to 2^32 - 1 elements', wasm(tables([0x70, 1, 0, ...leb(0xffff_ffff)]))),
  sound(
    'a table of 2^32 - 1 elements',
    wasm(tables([0x70, 0, ...leb(0xffff_ffff)])),
    'tables above 10,000,000 elements',
  ),
  sound('a table of 64 bits', wasm(tables([0x70, 5, 1, 2]))),
  sound(
    'a table of 64 bits that may grow to 2^64 - 1 elements',
    wasm(tables([0x70, 5, 0, ...Array<number>(9).fill(0xff), 1])),
  ),
  sound(
    'tables of every abstract reference',
    wasm(tables(...[0x70, 0x6f, 0x6e, 0x6d, 0x6c, 0x6b, 0x6a, 0x71, 0x72, 0x73].map((type) => [type, 0, 0]))),
  ),
  sound('a filled table', wasm(tables([0x40, 0, 0x70, 1, 1, 4, ...NULL]))),
  sound(
    'a filled table of non-null references',
    wasm(FUNCTION, tables([0x40, 0, 0x64, 0, 0, 1, 0xd2, 0, END]), BODY),
  ),
  sound('a table of exception references', wasm(tables([0x69, 0, 1]))),
  sound(
    'tags, imported and declared',
    wasm(
      types(func([I32], [])),
      imports(imported('a', 'b', 4, 0, 0)),
      tags([0, 0]),
      exports(exported('t', 4, 1)),
    ),
  ),
  sound(
    'mutable globals, imported and exported',
    wasm(
      imports(imported('a', 'b', 3, 0x7e, 1)),
      globals([I32, 1, ...AT_0]),
      exports(exported('a', 3, 0), exported('b', 3, 1)),
    ),
  ),
  sound(
    'globals of every number type',
    wasm(imports(...[0x7f, 0x7e, 0x7d, 0x7c, 0x7b].map((type) => imported('a', 'b', 3, type, 0)))),
  ),
];

const TYPES: readonly SoundCase[] = [
  sound('a recursion group of none', wasm(types([0x4e, 0]))),
  sound(
    'recursion groups that name each other',
    wasm(types([0x4e, 2, 0x5f, 1, 0x63, 1, 0, 0x5e, 0x64, 0, 1])),
  ),
  sound('a type that names itself', wasm(types([0x5f, 1, 0x63, 0, 1]))),
  sound('a group in the long form with one type', wasm(types([0x4e, 1, 0x4f, 0, 0x5f, 0]))),
  sound(
    'an open subtype and a final one below it',
    wasm(types([0x50, 0, 0x5f, 1, 0x78, 0], [0x4f, 1, 0, 0x5f, 2, 0x78, 0, I32, 1])),
  ),
  sound('a struct of packed fields', wasm(types([0x5f, 2, 0x78, 1, 0x77, 0]))),
  sound(
    'function types below one another',
    wasm(types([0x50, 0, ...func([0x6d], [0x6e])], [0x50, 1, 0, ...func([0x6e], [0x6d])])),
  ),
  sound('300 equal types', wasm(types(...Array.from({ length: 300 }, () => func([I32], [I32]))))),
  sound(
    'a heap type index of two bytes',
    wasm(
      types(...Array.from({ length: 70 }, () => func([], [])), func([], [0x70]), [0x60, 1, 0x63, 0xc5, 0, 0]),
    ),
  ),
  sound(
    'every number and reference type as a parameter',
    wasm(
      types(
        func(
          [
            0x7f, 0x7e, 0x7d, 0x7c, 0x7b, 0x70, 0x6f, 0x6e, 0x6d, 0x6c, 0x6b, 0x6a, 0x71, 0x72, 0x73, 0x69,
            0x74,
          ],
          [],
        ),
      ),
    ),
  ),
  sound('ten results', wasm(types(func([], Array<number>(10).fill(I32))))),
  sound('a continuation type', wasm(types(func([], []), [0x5d, 0])), 'stack switching'),
];

const SEGMENTS: readonly SoundCase[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((flags) => {
    const active = (flags & 1) === 0;
    const head = [flags, ...(active && (flags & 2) !== 0 ? [0] : []), ...(active ? AT_0 : [])];
    const kind = (flags & 3) === 0 ? [] : [flags > 3 ? 0x70 : 0];
    const items = flags > 3 ? [2, ...NULL, 0xd2, 0, END] : [1, 0];
    return sound(
      `an element segment with the flags ${flags}`,
      wasm(FUNCTION, TABLE, elements([...head, ...kind, ...items]), BODY),
    );
  }),
  sound(
    'element segments without items',
    wasm(TABLE, elements([0, ...AT_0, 0], [1, 0, 0], [5, 0x6f, 0], [3, 0, 0])),
  ),
  sound(
    'an element segment at an imported offset',
    wasm(imports(imported('a', 'b', 3, I32, 0)), TABLE, elements([0, 0x23, 0, END, 0])),
  ),
  sound(
    'an element segment of a table of 64 bits',
    wasm(tables([0x70, 4, 1]), elements([0, 0x42, 0, END, 0])),
  ),
  sound(
    'data segments of every kind',
    wasm(MEMORY, data([0, ...AT_0, 1, 1], [1, 2, 1, 2], [2, 0, ...AT_0, 0])),
  ),
  sound('a data segment of the second memory', wasm(memories([0, 1], [0, 1]), data([2, 1, ...AT_0, 1, 1]))),
  sound('a data segment of a memory of 64 bits', wasm(memories([4, 1]), data([0, 0x42, 0, END, 0]))),
  sound('passive data without a memory', wasm(data([1, 1, 1]))),
  sound('a segment far outside its memory', wasm(MEMORY, data([0, 0x41, 0x7f, END, 1, 1]))),
];

export const SOUND_DECLARATIONS: readonly SoundCase[] = [...DECLARED, ...TYPES, ...SEGMENTS];
