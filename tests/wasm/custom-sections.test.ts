import { assert, constantFrom, property, tuple, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_LISTED } from '../../src/core/wasm/custom-sections.ts';
import { readCustomSections } from '../../src/core/wasm/read-custom-sections.ts';
import { readModule } from '../../src/core/wasm/read-module.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import { custom, leb, text, vec, wasm } from './binary.ts';
import { digest } from './world.ts';

type Bytes = readonly number[];

const customOf = (...sections: readonly Bytes[]) => {
  const bytes = wasm(...sections);
  return readCustomSections(bytes, readModule(bytes).sections);
};
const subsection = (id: number, contents: Bytes) => [id, ...leb(contents.length), ...contents];
const field = (name: string, ...values: readonly (readonly [string, string])[]) => [
  ...text(name),
  ...vec(...values.map(([value, version]) => [...text(value), ...text(version)])),
];

test('producers are read field by field, in their order', () => {
  const contents = vec(
    field('language', ['Rust', '']),
    field('processed-by', ['rustc', '1.90.0'], ['wasm-bindgen', '0.2.100']),
  );

  expect(customOf(custom('producers', ...contents)).producers).toEqual([
    { field: 'language', name: 'Rust', version: '' },
    { field: 'processed-by', name: 'rustc', version: '1.90.0' },
    { field: 'processed-by', name: 'wasm-bindgen', version: '0.2.100' },
  ]);
});

test('target features are read with their prefixes', () => {
  const contents = vec([0x2b, ...text('simd128')], [0x2d, ...text('shared-mem')]);

  expect(customOf(custom('target_features', ...contents)).targetFeatures).toEqual([
    { prefix: '+', name: 'simd128' },
    { prefix: '-', name: 'shared-mem' },
  ]);
});

test('the name section gives the name of the module and the number of named functions, and nothing more', () => {
  const names = [
    ...subsection(0, text('codec')),
    ...subsection(1, vec([0, ...text('run')], [1, ...text('stop')])),
    ...subsection(2, [0xff]),
  ];

  expect(customOf(custom('name', ...names))).toMatchObject({
    moduleName: 'codec',
    functionNames: 2,
    malformed: [],
  });
});

test('dylink.0 gives what a side module needs of memory, table and other libraries', () => {
  const contents = [...subsection(1, [...leb(1234), 4, 7, 0]), ...subsection(2, vec(text('libc.so')))];

  expect(customOf(custom('dylink.0', ...contents)).dylink).toEqual({
    memorySize: 1234,
    tableSize: 7,
    needed: ['libc.so'],
  });
});

test('addresses of source map and debug information are read', () => {
  const sections = [
    custom('sourceMappingURL', ...text('codec.wasm.map')),
    custom('external_debug_info', ...text('codec.debug.wasm')),
  ];

  expect(customOf(...sections)).toMatchObject({
    sourceMapUrl: 'codec.wasm.map',
    debugInfoUrl: 'codec.debug.wasm',
  });
});

test('all are counted and listed with the bytes of their contents', () => {
  expect(customOf(custom('a', 1, 2, 3), custom('b'), custom('a', 1))).toMatchObject({
    count: 3,
    listed: [
      { name: 'a', size: 3 },
      { name: 'b', size: 0 },
      { name: 'a', size: 1 },
    ],
  });
});

test.each([
  ['producers cut short', custom('producers', 2), 'count at byte 20 (2 items announced, 0 bytes left)'],
  ['an unknown field', custom('producers', ...vec(field('mood'))), 'producers-field at byte 21 (mood)'],
  [
    'a field twice',
    custom('producers', ...vec(field('sdk'), field('sdk'))),
    'producers-field at byte 26 (sdk)',
  ],
  ['an unknown prefix', custom('target_features', 1, 0x3f, 0), 'feature-prefix at byte 27 (0x3f)'],
  [
    'a subsection past the end',
    custom('name', 0, 9, 0),
    'subsection-size at byte 15 (9 bytes announced, 1 left)',
  ],
  [
    'a name that is no UTF-8',
    custom('name', ...subsection(0, [1, 0xff])),
    'utf8 at byte 18 (a text of 1 bytes)',
  ],
  ['bytes after the end', custom('sourceMappingURL', 1, 0x61, 0), 'section-length at byte 29 (1 bytes left)'],
  [
    'a size above 32 bits',
    custom('dylink.0', 1, 5, 0xff, 0xff, 0xff, 0xff, 0xff),
    'leb128 at byte 21 (more than 32 bits)',
  ],
])('%s is a fault of the section and none of the binary', async (_rule, section, reason) => {
  const { verdict, custom: read } = await reportOn(wasm(section), { maxSize: 1000, digest });

  expect(verdict).toBe('valid');
  expect(read.malformed.map((entry) => entry.reason)).toEqual([reason]);
});

test('a fault in one section leaves what the others say, and of two the first counts', () => {
  const read = customOf(
    custom('producers', 9),
    custom('name', ...subsection(0, text('first'))),
    custom('name', ...subsection(0, text('second'))),
  );

  expect(read.moduleName).toBe('first');
  expect(read.malformed.map(({ name }) => name)).toEqual(['producers', 'name']);
  expect(read.malformed[1]?.reason).toMatch(/^repeated at byte \d+$/);
});

test('long texts are cut between two characters', () => {
  const { moduleName = '' } = customOf(custom('name', ...subsection(0, text(`x${'€'.repeat(100)}`))));

  expect(moduleName).toBe(`x${'€'.repeat(39)}…`);
});

test('lists and texts are bounded whatever the file holds', () => {
  const long = '\u0001'.repeat(150);
  const many = Array.from({ length: 120 }, (_, index) => `${index}${long}`);
  const read = customOf(
    custom('producers', ...vec(field('sdk', ...many.map((name) => [name, name] as const)))),
    custom('target_features', ...vec(...many.map((name) => [0x2b, ...text(name)]))),
    custom('dylink.0', ...subsection(2, vec(...many.map((name) => text(name))))),
    ...many.map((name) => custom(name)),
    ...many.map(() => custom('producers')),
  );

  expect(read.count).toBe(243);
  for (const list of [read.listed, read.producers, read.targetFeatures, read.dylink?.needed, read.malformed])
    expect(list).toHaveLength(MOST_LISTED);
  expect(JSON.stringify(read).length).toBeLessThan(500_000);
});

const anyCustom = tuple(
  constantFrom('name', 'producers', 'target_features', 'dylink.0', 'sourceMappingURL', 'external_debug_info'),
  uint8Array({ maxLength: 60 }),
);

test('no contents of a custom section make the report throw or the binary invalid', () => {
  const holds = ([name, contents]: [string, Uint8Array]) => {
    const bytes = wasm(custom(name, ...contents), custom('after'));
    const { listed, malformed } = readCustomSections(bytes, readModule(bytes).sections);
    return listed.length === 2 && malformed.length <= 1;
  };

  assert(property(anyCustom, holds), { numRuns: 5000 });
});
