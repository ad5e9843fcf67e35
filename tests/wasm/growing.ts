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
  HEADER,
  I32,
  i32Const,
  imported,
  imports,
  leb,
  memories,
  section,
  tables,
  tags,
  types,
} from './binary.ts';

/** A sound module with `count` of something. */
export interface Growing {
  readonly what: string;
  readonly of: (count: number) => Uint8Array<ArrayBuffer>;
}

const VOID = types(func([], []));
const MEMORY = memories([0, 1]);
const many = <Item>(count: number, item: (at: number) => Item) =>
  Array.from({ length: count }, (_, at) => item(at));

/** Sections of any size: `wasm` spreads its bytes over the stack. */
function file(...sections: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([HEADER, ...sections].flat());
}

export const GROWING: readonly Growing[] = [
  { what: 'types', of: (count) => file(types(...many(count, () => func([I32], [])))) },
  {
    what: 'types in one group',
    of: (count) => file(types([0x4e, ...leb(count), ...many(count, () => [0x5f, 0]).flat()])),
  },
  {
    what: 'fields',
    of: (count) => file(types([0x5f, ...leb(count), ...many(count, () => [I32, 0]).flat()])),
  },
  {
    what: 'imports',
    of: (count) => file(VOID, imports(...many(count, (at) => imported('m', `n${at}`, 0, 0)))),
  },
  {
    what: 'imports of one long type',
    of: (count) =>
      file(
        types(
          func(
            many(900, () => I32),
            [],
          ),
        ),
        imports(...many(count, () => imported('m', 'n', 0, 0))),
      ),
  },
  {
    what: 'imports that each have a long type of their own',
    of: (count) =>
      file(
        types(
          ...many(count / 10, () =>
            func(
              many(100, () => I32),
              [],
            ),
          ),
        ),
        imports(...many(count / 10, (at) => imported('m', 'n', 0, ...leb(at)))),
      ),
  },
  {
    what: 'functions',
    of: (count) =>
      file(
        VOID,
        section(3, [...leb(count), ...many(count, () => 0)]),
        section(10, [...leb(count), ...many(count, () => [2, ...body()]).flat()]),
      ),
  },
  { what: 'tables', of: (count) => file(tables(...many(count, () => [0x70, 0, 0]))) },
  { what: 'memories', of: (count) => file(memories(...many(count, () => [0, 0]))) },
  { what: 'tags', of: (count) => file(VOID, tags(...many(count, () => [0, 0]))) },
  { what: 'globals', of: (count) => file(globals(...many(count, () => [I32, 0, ...i32Const(0)]))) },
  {
    what: 'additions in one constant',
    of: (count) => file(globals([I32, 0, 0x41, 0, ...many(count, () => [0x41, 0, 0x6a]).flat(), END])),
  },
  { what: 'exports', of: (count) => file(MEMORY, exports(...many(count, (at) => exported(`m${at}`, 2, 0)))) },
  {
    what: 'exports of one tag',
    of: (count) =>
      file(
        types(
          func(
            many(900, () => I32),
            [],
          ),
        ),
        tags([0, 0]),
        exports(...many(count, (at) => exported(`t${at}`, 4, 0))),
      ),
  },
  { what: 'bytes in a name', of: (count) => file(MEMORY, exports(exported('m'.repeat(count), 2, 0))) },
  { what: 'element segments', of: (count) => file(elements(...many(count, () => [1, 0, 0]))) },
  {
    what: 'elements in one segment',
    of: (count) => file(elements([5, 0x70, ...leb(count), ...many(count, () => [0xd0, 0x70, END]).flat()])),
  },
  { what: 'data segments', of: (count) => file(data(...many(count, () => [1, 1, 0]))) },
  {
    what: 'groups of locals',
    of: (count) => file(VOID, functions(0), code(body(...many(count, () => [1, I32] as const)))),
  },
  { what: 'custom sections', of: (count) => file(many(count, () => [0, 2, 1, 0x61]).flat()) },
];
