import { beforeAll, expect, test } from 'vitest';
import { componentInterface } from '../../src/core/wasm/component/component-interface.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import { COMPONENT_HEADER, leb, section, text, vec } from './binary.ts';
import { binaryOf, COMMAND } from './component-fixtures.ts';
import { digest } from './world.ts';

type Bytes = readonly number[];

const reportOf = (bytes: Uint8Array<ArrayBuffer>) => reportOn(bytes, { maxSize: 100_000_000, digest });

const component = (...sections: readonly Bytes[]) =>
  Uint8Array.from([...COMPONENT_HEADER, ...sections.flat()]);
const imports = (...items: readonly Bytes[]) => section(10, vec(...items));
const exports = (...items: readonly Bytes[]) => section(11, vec(...items));
const types = (...items: readonly Bytes[]) => section(7, vec(...items));
const aliases = (...items: readonly Bytes[]) => section(6, vec(...items));
const instances = (...items: readonly Bytes[]) => section(5, vec(...items));
const coreTypes = (...items: readonly Bytes[]) => section(3, vec(...items));
const canons = (...items: readonly Bytes[]) => section(8, vec(...items));
const named = (name: string, ...rest: number[]) => [0x00, ...text(name), ...rest];

const NOTHING = [0x40, 0x00, 0x01, 0x00];
const U8 = 0x7d;

/** Reason and offset are of the byte where the failing thing begins. */
const MALFORMED: readonly (readonly [rule: string, reason: string, bytes: Uint8Array<ArrayBuffer>])[] = [
  ['a section of an unknown kind', 'section-id at byte 8 (13)', component(section(13, []))],
  ['a section longer than the file', 'section-size at byte 8', component([10, 5, 0])],
  ['a section with bytes left', 'section-length at byte 11', component(section(7, [0x00, 0x00]))],
  ['a custom section without a whole name', 'unexpected-end at byte 11', component(section(0, [0x04, 0x61]))],
  ['more items than there are bytes', 'count at byte 10', component(section(10, [0x05]))],
  [
    'a number of more than 32 bits',
    'leb128 at byte 10',
    component(section(7, [0xff, 0xff, 0xff, 0xff, 0x7f])),
  ],
  ['a name in an unknown form', 'name-form at byte 11', component(imports([0x03, ...text('a'), 0x01, 0x00]))],
  [
    'a name with an unknown option',
    'name-form at byte 15',
    component(imports([0x02, ...text('a'), 0x01, 0x07, 0x00, 0x00])),
  ],
  ['a name that is no UTF-8', 'utf8 at byte 13', component(imports([0x00, 0x01, 0xff, 0x01, 0x00]))],
  ['a name that ends after its section', 'unexpected-end at byte 13', component(imports([0x00, 0x05, 0x61]))],
  [
    'an import of an unknown kind',
    'extern-kind at byte 14 (0x6)',
    component(imports(named('a', 0x06, 0x00))),
  ],
  [
    'an import of a type that is not there',
    'type-index at byte 14',
    component(imports(named('a', 0x01, 0x00))),
  ],
  [
    'a function of a type that is no function',
    'type-index at byte 18 (0 is no func)',
    component(types([U8]), imports(named('a', 0x01, 0x00))),
  ],
  [
    'an instance of a type that is no instance',
    'type-index at byte 21 (0 is no instance)',
    component(types(NOTHING), imports(named('a', 0x05, 0x00))),
  ],
  [
    'two imports of one name',
    'duplicate-import at byte 23 (a)',
    component(types(NOTHING), imports(named('a', 0x01, 0x00), named('a', 0x01, 0x00))),
  ],
  [
    'two exports of one name',
    'duplicate-export at byte 32 (a)',
    component(
      types(NOTHING),
      imports(named('f', 0x01, 0x00)),
      exports(named('a', 0x01, 0x00, 0x00), named('a', 0x01, 0x00, 0x00)),
    ),
  ],
  [
    'an export of a function that is not there',
    'index at byte 14',
    component(exports(named('a', 0x01, 0x00, 0))),
  ],
  [
    'an export of an unknown sort',
    'extern-kind at byte 14',
    component(exports(named('a', 0x06, 0x00, 0x00))),
  ],
  [
    'an export of a core function',
    'extern-kind at byte 14 (core)',
    component(exports(named('a', 0x00, 0x00, 0x00, 0x00))),
  ],
  [
    'an export that is said to be of another kind',
    'extern-kind at byte 32 (type for a func)',
    component(
      types(NOTHING),
      imports(named('f', 0x01, 0x00)),
      exports(named('a', 0x01, 0x00, 0x01, 0x03, 0x01)),
    ),
  ],
  ['a type of an unknown form', 'type-form at byte 11 (0x50)', component(types([0x50]))],
  [
    'a function whose results are in an unknown form',
    'result-form at byte 13',
    component(types([0x40, 0, 2, 0])),
  ],
  ['a record of nothing', 'empty-type at byte 12', component(types([0x72, 0x00]))],
  ['an enumeration of nothing', 'empty-type at byte 12', component(types([0x6d, 0x00]))],
  ['a list of functions', 'type-index at byte 16', component(types(NOTHING, [0x70, 0x00]))],
  ['a list of a type that comes later', 'type-index at byte 12', component(types([0x70, 0x01], [U8]))],
  ['a list of a negative type', 'value-type at byte 12', component(types([0x70, 0x41]))],
  [
    'a handle of no resource',
    'type-index at byte 13 (0 is no resource)',
    component(types([U8], [0x69, 0x00])),
  ],
  ['an optional part that is there twice', 'option at byte 12', component(types([0x6a, 0x02, U8, 0x00]))],
  ['a case that does not end', 'option at byte 16', component(types([0x71, 0x01, ...text('a'), 0x00, 0x01]))],
  ['a resource held as something unknown', 'type-form at byte 12', component(types([0x3f, 0x7d, 0x00]))],
  [
    'an instance type with an import',
    'type-form at byte 13 (0x3 in instance type)',
    component(types([0x42, 0x01, 0x03, ...named('a', 0x03, 0x01)])),
  ],
  ['a bound of an unknown form', 'bound at byte 15', component(imports(named('a', 0x03, 0x02, 0x00)))],
  [
    'a module type that is none',
    'type-index at byte 21 (no module type)',
    component(coreTypes([0x60, 0, 0]), imports(named('a', 0, 0x11, 0))),
  ],
  [
    'a core module of another sort',
    'extern-kind at byte 15',
    component(imports(named('a', 0x00, 0x10, 0x00))),
  ],
  ['a core type of an unknown form', 'type-form at byte 11', component(coreTypes([0x40]))],
  [
    'a module type with something unknown',
    'type-form at byte 13',
    component(coreTypes([0x50, 0x01, 0x04, 0x00])),
  ],
  ['an alias of an unknown form', 'alias-form at byte 12', component(aliases([0x03, 0x03, 0x00, 0x00]))],
  ['an alias of an unknown sort', 'extern-kind at byte 11', component(aliases([0x06, 0x00, 0x00, 0x00]))],
  [
    'an alias from an instance that is not there',
    'index at byte 12',
    component(aliases([0x01, 0x00, 0, ...text('a')])),
  ],
  [
    'an alias from farther out than there is',
    'alias-form at byte 13',
    component(aliases([0x03, 0x02, 0x01, 0x00])),
  ],
  ['an alias of a function from outside', 'index at byte 13', component(aliases([0x01, 0x02, 0x00, 0x00]))],
  ['an instance in an unknown form', 'instance-form at byte 11', component(instances([0x02, 0x00]))],
  [
    'an instance of a component that is not there',
    'index at byte 11',
    component(instances([0x00, 0x00, 0x00])),
  ],
  [
    'a lifted function of a type that is not there',
    'type-index at byte 15',
    component(canons([0x00, 0x00, 0, 0, 0])),
  ],
  [
    'a component inside that is cut off',
    'unexpected-end at byte 10',
    component(section(4, [0x00, 0x61, 0x73])),
  ],
  [
    'a core module in a component section',
    'version at byte 10',
    component(section(4, [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])),
  ],
  [
    'a component inside with an unknown section',
    'section-id at byte 18 (20)',
    component(section(4, [...COMPONENT_HEADER, ...section(20, [])])),
  ],
];

test.each(MALFORMED)('%s is invalid: %s', async (_rule, reason, bytes) => {
  const { verdict, checks, imports: told } = await reportOf(bytes);

  expect(verdict).toBe('invalid');
  expect(told).toEqual([]);
  expect(checks.at(-1)).toMatchObject({ name: 'structure', ok: false });
  expect(`${checks.at(-1)?.reason} `).toContain(`${reason} `);
});

let command: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  command = await binaryOf(COMMAND);
});

/** Where the sections of a component end, and its header. */
function sectionEnds(bytes: Uint8Array): Set<number> {
  const ends = new Set([COMPONENT_HEADER.length]);
  for (let at = COMPONENT_HEADER.length; at < bytes.length;) {
    let size = 0;
    let shift = 0;
    do {
      at += 1;
      size += ((bytes[at] ?? 0) & 0x7f) << shift;
      shift += 7;
    } while ((bytes[at] ?? 0) >= 0x80);
    at += size + 1;
    ends.add(at);
  }
  return ends;
}

test('a component cut off anywhere is invalid, but for the end of a section', async () => {
  const ends = sectionEnds(command);
  expect(ends.size).toBeGreaterThan(10);
  expect(ends.has(command.length)).toBe(true);

  for (let length = 0; length <= command.length; length += 1) {
    const { verdict, checks } = await reportOf(command.slice(0, length));
    expect([length, verdict]).toEqual([length, ends.has(length) ? 'component' : 'invalid']);
    if (verdict === 'invalid') expect(checks.at(-1)?.reason).toMatch(/ at byte \d+/);
  }
});

/** Indices of types are signed numbers, as primitives are the negative ones. */
const typeIndex = (index: number): number[] =>
  index < 64 ? [index] : [(index % 128) | 0x80, ...typeIndex(Math.floor(index / 128))];

const joined = (...parts: readonly (Bytes | Uint8Array)[]) => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};
const big = (id: number, count: number, item: Bytes) => {
  const items = new Uint8Array(count * item.length);
  for (let at = 0; at < items.length; at += item.length) items.set(item, at);
  const length = leb(count);
  return joined([id], leb(length.length + items.length), length, items);
};

test('types that double each time are named by their index before they fill the memory', () => {
  const doubling = Array.from({ length: 500 }, (_, index) => [
    0x6f,
    0x02,
    ...typeIndex(index),
    ...typeIndex(index),
  ]);
  const sum = types([U8], ...doubling, [0x40, 0x01, ...text('it'), ...typeIndex(500), 0x01, 0x00]);
  const { imports: found } = componentInterface(component(sum, imports(named('f', 0x01, ...leb(501)))));

  expect(found[0]?.type.length).toBeLessThan(100_000);
  expect(found[0]?.type).toMatch(/^\(it:.*\)->\(\)$/);
});

test('a chain of half a million types is no deeper for the reader than one', () => {
  const chain: number[] = [0x70, U8];
  for (let index = 0; index < 500_000; index += 1) chain.push(0x6b, ...typeIndex(index));
  const bytes = joined(COMPONENT_HEADER, [7], leb(chain.length + 3), leb(500_001), chain);

  expect(componentInterface(bytes)).toMatchObject({ imports: [] });
});

test('imports that all name one long type write it down as often as there is room', () => {
  const fields = Array.from({ length: 3000 }, (_, index) => [...text(`field-number-${index}`), U8]);
  const long = types([0x40, ...vec(...fields), 0x01, 0x00]);
  const many = imports(...Array.from({ length: 2000 }, (_, index) => named(`f${index}`, 0x01, 0x00)));
  const found = componentInterface(component(long, many)).imports;

  expect(found).toHaveLength(2000);
  expect(found[0]?.type.length).toBeGreaterThan(50_000);
  expect(found.at(-1)?.type).toBe('func');
  expect(found.reduce((sum, { type }) => sum + type.length, 0)).toBeLessThan(17_000_000);
});

test('an interface of more than fits is told by its first functions and how many more', () => {
  const functions = Array.from({ length: 9000 }, (_, index) => [0x04, ...named(`f${index}`, 0x01, 0x00)]);
  const type = types([0x42, ...vec([0x01, ...NOTHING], ...functions)]);
  const [only] = componentInterface(component(type, imports(named('i', 0x05, 0x00)))).imports;

  expect(only?.type.length).toBeLessThan(66_000);
  expect(only?.type).toMatch(/^\{f0:\(\)->\(\); f1:.*; and \d+ more\}$/);
});

test('more definitions than the limit say nothing against a component', async () => {
  const { verdict, checks } = await reportOf(joined(COMPONENT_HEADER, big(7, 1_000_001, [U8])));

  expect(verdict).toBe('component');
  expect(checks.at(-1)).toMatchObject({ name: 'limits', ok: false });
  expect(checks.at(-1)?.reason).toContain('1000001 definitions, the limit is 1000000');
});

test('what is nested deeper than tools take is beyond the limits, whether types or components', async () => {
  const opened = Array.from({ length: 150 }, () => [0x42, 0x01, 0x01]).flat();
  const type = [...opened, 0x42, 0x00];
  let nested = Uint8Array.from(COMPONENT_HEADER);
  for (let depth = 1; depth < 150; depth += 1)
    nested = joined(COMPONENT_HEADER, [4], leb(nested.length), nested);

  for (const bytes of [component(types(type)), nested]) {
    const { verdict, checks } = await reportOf(bytes);
    expect(verdict).toBe('component');
    expect(checks.at(-1)).toMatchObject({ name: 'limits', ok: false });
    expect(checks.at(-1)?.reason).toMatch(/nested 101 deep/);
  }
});
