import {
  body,
  code,
  elements,
  END,
  func,
  functions,
  I32,
  i32Const,
  leb,
  section,
  tables,
  types,
  wasm,
} from '../binary.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

const HUGE = leb(0xffff_ffff);
const TABLE = tables([0x70, 0, 1]);
const FUNCTION = [...types(func([], [])), ...functions(0)];
const BODY = code(body());
const AT_0 = i32Const(0);
const NULL = [0xd0, 0x70, END];

/** With a function and a table, so that nothing else is missing. */
const element = (...segment: readonly number[]) => wasm(FUNCTION, TABLE, elements(segment), BODY);

const hex = (byte: number) => `0x${byte.toString(16)}`;

export const ELEMENTS: readonly MalformedCase[] = [
  ...[8, 9, 0x10, 0x40, 0x7f].map((flags) =>
    fault(`an element segment with the flags ${flags}`, 'element-flags', element(flags, ...AT_0, 0)),
  ),
  fault('an element segment with flags of two bytes', 'element-flags', element(0x88, 1, ...AT_0, 0)),
  fault('an element segment with the flags 4,294,967,295', 'element-flags', element(...HUGE, 0)),
  ...[1, 3].flatMap((flags) =>
    [1, 2, 0x70, 0x80].map((kind) =>
      fault(
        `an element segment with the flags ${flags} of the kind ${hex(kind)}`,
        'element-kind',
        element(flags, kind, 0),
      ),
    ),
  ),
  fault('an element segment with the flags 2 of the kind 1', 'element-kind', element(2, 0, ...AT_0, 1, 0)),
  ...[5, 7].flatMap((flags) => [
    ...[0, 0x40, 0x78, 0x60].map((type) =>
      fault(
        `an element segment with the flags ${flags} of the type ${hex(type)}`,
        'value-type',
        element(flags, type, 0),
      ),
    ),
    ...[0x7f, 0x7e, 0x7d, 0x7c, 0x7b].map((type) => ({
      ...fault(
        `an element segment with the flags ${flags} of the number type ${hex(type)}`,
        'element-type',
        element(flags, type, 0),
      ),
      engineTakes: 'it reads a value type where the specification has a reference type (5.5.12)',
    })),
  ]),
  fault(
    'an element segment with the flags 6 of a number type',
    'element-type',
    element(6, 0, ...AT_0, I32, 0),
  ),
  ...[0, 1, 2, 3, 4, 5, 6, 7].flatMap((flags) => {
    const active = (flags & 1) === 0;
    const table = (flags & 2) !== 0 && active ? [0] : [];
    const kind = (flags & 3) === 0 ? [] : [flags > 3 ? 0x70 : 0];
    const head = [flags, ...table, ...(active ? AT_0 : []), ...kind];
    return [
      fault(
        `an element segment with the flags ${flags} and 4,294,967,295 items`,
        'count',
        element(...head, ...HUGE),
      ),
      fault(
        `an element segment with the flags ${flags} and an item too few`,
        'unexpected-end|count',
        element(...head, 2, ...(flags > 3 ? NULL : [0])),
      ),
      fault(
        `an element segment with the flags ${flags} and nothing after them`,
        'unexpected-end',
        wasm(FUNCTION, TABLE, section(9, [1, flags]), BODY),
      ),
      flags > 3
        ? fault(
            `an element segment with the flags ${flags} whose expression is a number`,
            'compile',
            element(...head, 1, ...AT_0),
          )
        : fault(
            `an element segment with the flags ${flags} of a function that is not there`,
            'compile',
            element(...head, 1, 1),
          ),
    ];
  }),
  ...[0, 4].map((flags) =>
    fault(
      `an element segment with the flags ${flags} without a table`,
      'compile',
      wasm(elements([flags, ...AT_0, 0])),
    ),
  ),
  ...[2, 6].map((flags) =>
    fault(
      `an element segment with the flags ${flags} for a table that is not there`,
      'compile',
      element(flags, 1, ...AT_0, flags === 2 ? 0 : 0x70, 0),
    ),
  ),
  fault(
    'an element segment at an offset of 64 bits in a table of 32',
    'compile',
    element(0, 0x42, 0, END, 0),
  ),
  fault(
    'an element segment at an offset of 32 bits in a table of 64',
    'compile',
    wasm(tables([0x70, 4, 1]), elements([0, ...AT_0, 0])),
  ),
  fault('an element segment at no offset', 'compile', element(0, END, 0)),
  fault('an element segment at two offsets', 'compile', element(0, 0x41, 0, 0x41, 0, END, 0)),
  fault('an element segment at an offset that is called', 'constant-expression', element(0, 0x10, 0, END, 0)),
  fault(
    'an element segment at an offset without an end',
    'constant-expression|unexpected-end',
    element(0, 0x41, 0, 0),
  ),
  fault(
    'functions for a table of externref',
    'compile',
    wasm(FUNCTION, tables([0x6f, 0, 1]), elements([0, ...AT_0, 1, 0]), BODY),
  ),
  fault('an external reference in a segment of functions', 'compile', element(5, 0x70, 1, 0xd0, 0x6f, END)),
  fault('null in a segment of non-null references', 'compile', element(5, 0x64, 0x70, 1, ...NULL)),
  fault('a segment of a type that is not there', 'compile', element(5, 0x63, 9, 0)),
];
