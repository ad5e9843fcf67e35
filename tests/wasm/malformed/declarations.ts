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
  section,
  start,
  tables,
  tags,
  types,
  wasm,
} from '../binary.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

const VOID = types(func([], []));
const STRUCT = types([0x5f, 0]);
const MEMORY = memories([0, 1]);
const ONE_FUNCTION = [...VOID, ...functions(0)];
const BODY = code(body());
const KINDS = ['function', 'table', 'memory', 'global', 'tag'];
const UNKNOWN_KINDS = [5, 6, 0x10, 0x20, 0x40, 0x7f, 0x80, 0xff];

const hex = (byte: number) => `0x${byte.toString(16)}`;

const IMPORTS: readonly MalformedCase[] = [
  ...UNKNOWN_KINDS.map((kind) =>
    fault(
      `an import of the kind ${hex(kind)}`,
      'extern-kind',
      wasm(VOID, imports(imported('a', 'b', kind, 0))),
    ),
  ),
  fault('an import kind in two bytes', 'extern-kind', wasm(VOID, imports(imported('a', 'b', 0x80, 0, 0)))),
  ...KINDS.map((kind, at) =>
    fault(
      `an imported ${kind} that ends after its kind`,
      'unexpected-end',
      wasm(VOID, imports(imported('a', 'b', at))),
    ),
  ),
  fault('an import that ends after its names', 'unexpected-end', wasm(imports(imported('a', 'b')))),
  fault('an imported function without types', 'type-index', wasm(imports(imported('a', 'b', 0, 0)))),
  fault(
    'an imported function of a type that is not there',
    'type-index',
    wasm(VOID, imports(imported('a', 'b', 0, 1))),
  ),
  fault(
    'an imported function of a struct type',
    'type-index',
    wasm(STRUCT, imports(imported('a', 'b', 0, 0))),
  ),
  fault(
    'an imported function of an array type',
    'type-index',
    wasm(types([0x5e, I32, 0]), imports(imported('a', 'b', 0, 0))),
  ),
  fault(
    'an imported function of the type 4,294,967,295',
    'type-index',
    wasm(VOID, imports(imported('a', 'b', 0, ...leb(0xffff_ffff)))),
  ),
  fault('an imported table without limits', 'unexpected-end', wasm(imports(imported('a', 'b', 1, 0x70)))),
  fault(
    'an imported table that is filled',
    'reference-type',
    wasm(imports(imported('a', 'b', 1, 0x40, 0, 0x70, 0, 0, 0xd0, 0x70, END))),
  ),
  fault(
    'an imported table of a type that is not there',
    'compile',
    wasm(imports(imported('a', 'b', 1, 0x63, 0, 0, 0))),
  ),
  fault('an imported global without mutability', 'unexpected-end', wasm(imports(imported('a', 'b', 3, I32)))),
  fault(
    'an imported global of a type that is not there',
    'compile',
    wasm(imports(imported('a', 'b', 3, 0x63, 0, 0))),
  ),
  fault(
    'an imported tag of a type that is not there',
    'type-index',
    wasm(VOID, imports(imported('a', 'b', 4, 0, 1))),
  ),
  fault('an imported tag of a struct type', 'type-index', wasm(STRUCT, imports(imported('a', 'b', 4, 0, 0)))),
  fault(
    'an imported tag with an unknown attribute',
    'tag-attribute',
    wasm(VOID, imports(imported('a', 'b', 4, 1, 0))),
  ),
  fault(
    'an imported tag with a result',
    'compile',
    wasm(types(func([], [I32])), imports(imported('a', 'b', 4, 0, 0))),
  ),
];

const FUNCTIONS_AND_TAGS: readonly MalformedCase[] = [
  fault('a function without types', 'type-index', wasm(functions(0), BODY)),
  fault('a function of a type that is not there', 'type-index', wasm(VOID, functions(1), BODY)),
  fault(
    'a function of the type 4,294,967,295',
    'type-index',
    wasm(VOID, section(3, [1, ...leb(0xffff_ffff)]), BODY),
  ),
  fault('a function of a struct type', 'type-index', wasm(STRUCT, functions(0), BODY)),
  fault('a function without a code section', 'function-count', wasm(VOID, functions(0))),
  fault('a function and an empty code section', 'function-count', wasm(VOID, functions(0), code())),
  fault('a body without a function', 'function-count', wasm(VOID, BODY)),
  fault('a body too few', 'function-count', wasm(VOID, functions(0, 0), BODY)),
  fault('a body too many', 'function-count', wasm(VOID, functions(0), code(body(), body()))),
  fault(
    'a body for an imported function',
    'function-count',
    wasm(VOID, imports(imported('a', 'b', 0, 0)), BODY),
  ),
  ...[1, 2, 0x40, 0x80, 0xff].map((attribute) =>
    fault(`a tag of the attribute ${hex(attribute)}`, 'tag-attribute', wasm(VOID, tags([attribute, 0]))),
  ),
  {
    ...fault('a tag attribute in two bytes', 'tag-attribute', wasm(VOID, tags([0x80, 0, 0]))),
    engineTakes:
      'it decodes the attribute as an unsigned integer; the specification has a single byte (5.3.10)',
  },
  fault('a tag without types', 'type-index', wasm(tags([0, 0]))),
  fault('a tag of a type that is not there', 'type-index', wasm(VOID, tags([0, 1]))),
  fault('a tag of a struct type', 'type-index', wasm(STRUCT, tags([0, 0]))),
  fault('a tag without a type', 'unexpected-end', wasm(VOID, tags([0]))),
  fault('a tag with a result', 'compile', wasm(types(func([I32], [I32])), tags([0, 0]))),
];

const KIND_WORLD = [
  ...ONE_FUNCTION,
  ...tables([0x70, 0, 1]),
  ...MEMORY,
  ...tags([0, 0]),
  ...globals([I32, 0, ...i32Const(0)]),
];

const EXPORTS: readonly MalformedCase[] = [
  ...UNKNOWN_KINDS.map((kind) =>
    fault(`an export of the kind ${hex(kind)}`, 'extern-kind', wasm(MEMORY, exports(exported('m', kind, 0)))),
  ),
  ...KINDS.flatMap((kind, at) => [
    fault(`an export of a ${kind} in a module of none`, 'export-index', wasm(exports(exported('x', at, 0)))),
    fault(
      `an export of the second of one ${kind}`,
      'export-index',
      wasm(KIND_WORLD, exports(exported('x', at, 1)), BODY),
    ),
    fault(
      `an export of the ${kind} 4,294,967,295`,
      'export-index',
      wasm(KIND_WORLD, exports(exported('x', at, 0xffff_ffff)), BODY),
    ),
    fault(
      `a ${kind} exported twice under one name`,
      'duplicate-export',
      wasm(KIND_WORLD, exports(exported('x', at, 0), exported('x', at, 0)), BODY),
    ),
    fault(
      `a ${kind} and a memory exported under one name`,
      'duplicate-export',
      wasm(KIND_WORLD, exports(exported('y', at, 0), exported('z', 0, 0), exported('y', 2, 0)), BODY),
    ),
  ]),
  fault(
    'two exports without a name',
    'duplicate-export',
    wasm(MEMORY, exports(exported('', 2, 0), exported('', 2, 0))),
  ),
  fault(
    'two exports of one name that encodes in four bytes',
    'duplicate-export',
    wasm(MEMORY, exports(exported('🦊', 2, 0), exported('🦊', 2, 0))),
  ),
  fault('an export without a kind', 'unexpected-end', wasm(MEMORY, section(7, [1, 1, 0x61]))),
  fault('an export without an index', 'unexpected-end', wasm(MEMORY, section(7, [1, 1, 0x61, 2]))),
];

const STARTS: readonly MalformedCase[] = [
  fault('a start function in a module of none', 'start-index', wasm(start(0))),
  fault('a start function that is not there', 'start-index', wasm(ONE_FUNCTION, start(1), BODY)),
  fault('the start function 4,294,967,295', 'start-index', wasm(ONE_FUNCTION, start(0xffff_ffff), BODY)),
  fault(
    'a start function with a parameter',
    'start-type',
    wasm(types(func([I32], [])), functions(0), start(0), BODY),
  ),
  fault(
    'a start function with a result',
    'start-type',
    wasm(types(func([], [I32])), functions(0), start(0), code([0, ...i32Const(0)])),
  ),
  fault(
    'an imported start function with a parameter',
    'start-type',
    wasm(types(func([I32], [])), imports(imported('a', 'b', 0, 0)), start(0)),
  ),
];

export const DECLARATIONS: readonly MalformedCase[] = [
  ...IMPORTS,
  ...FUNCTIONS_AND_TAGS,
  ...EXPORTS,
  ...STARTS,
];
