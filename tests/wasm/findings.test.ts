import { readFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { assert, property, tuple, uint8Array, nat } from 'fast-check';
import { expect, test } from 'vitest';
import { findingsOf } from '../../src/core/wasm/findings.ts';
import { readModule } from '../../src/core/wasm/read-module.ts';
import { MOST } from '../../src/core/wasm/limits.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import {
  body,
  code,
  custom,
  func,
  functions,
  HEADER,
  imported,
  imports,
  leb,
  memories,
  start,
  tables,
  types,
  wasm,
} from './binary.ts';
import { digest, installedBinaries } from './world.ts';

const findingsIn = (bytes: Uint8Array) => findingsOf(bytes, readModule(bytes));
const kindsIn = (bytes: Uint8Array) => findingsIn(bytes).map(({ kind }) => kind);

/** A module with a data section of one segment; by hand, as it may have megabytes. */
function withData(contents: Uint8Array): Uint8Array<ArrayBuffer> {
  const segment = [1, 1, ...leb(contents.length)];
  const head = [...HEADER, 11, ...leb(segment.length + contents.length), ...segment];
  const bytes = new Uint8Array(head.length + contents.length);
  bytes.set(head);
  bytes.set(contents, head.length);
  return bytes;
}

/** Not compressible and the same in every run (xorshift32, G. Marsaglia 2003). */
function noise(size: number, seed = 2_463_534_242): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = seed;
  for (let at = 0; at < size; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state >>> 8;
  }
  return bytes;
}

const at = (offset: number, contents: Iterable<number>, size = offset + 400) => {
  const bytes = new Uint8Array(Math.max(size, offset + [...contents].length));
  bytes.set([...contents], offset);
  return bytes;
};
const little = (value: number, bytes = 4) =>
  Array.from({ length: bytes }, (_, index) => (value >>> (8 * index)) & 255);
const ascii = (value: string) => [...new TextEncoder().encode(value)];

test('a memory of more than 128 MiB at the start is large', () => {
  expect(findingsIn(wasm(memories([1, ...leb(2049), ...leb(4096)])))).toEqual([
    {
      kind: 'large-memory',
      sure: 'certain',
      evidence: 'memory 0 (memory 2049..4096) begins with 134283264 bytes',
    },
  ]);
  expect(kindsIn(wasm(memories([1, ...leb(2048), ...leb(4096)])))).toEqual([]);
});

test('a memory of its own without a maximum, or with one above 2 GiB, may grow much', () => {
  expect(findingsIn(wasm(memories([0, 1])))).toEqual([
    { kind: 'growing-memory', sure: 'certain', evidence: 'memory 0 (memory 1..) may grow without a maximum' },
  ]);
  expect(kindsIn(wasm(memories([1, 1, ...leb(32_769)])))).toEqual(['growing-memory']);
  expect(kindsIn(wasm(memories([1, 1, ...leb(32_768)])))).toEqual([]);
  expect(kindsIn(wasm(imports(imported('env', 'memory', 2, 0, 1))))).toEqual([]);
});

test('a table of more than 100,000 elements at the start is huge', () => {
  expect(findingsIn(wasm(tables([0x70, 0, ...leb(100_001)])))).toEqual([
    {
      kind: 'huge-table',
      sure: 'certain',
      evidence: 'table 0 (table funcref 100001..) begins with 100001 elements',
    },
  ]);
  expect(kindsIn(wasm(tables([0x70, 0, ...leb(100_000)])))).toEqual([]);
});

test('more than 16 MiB of data are huge', () => {
  expect(findingsIn(withData(new Uint8Array(16 * 1024 * 1024)))).toEqual([
    { kind: 'huge-data', sure: 'certain', evidence: 'the data section has 16777222 bytes, at byte 13' },
  ]);
});

test('a start function is named', () => {
  expect(findingsIn(wasm(types(func([], [])), functions(0), start(0), code(body())))).toEqual([
    {
      kind: 'start-function',
      sure: 'certain',
      evidence: 'function 0 runs as soon as the module is instantiated',
    },
  ]);
});

const PE = at(0x80, [...ascii('PE\0\0'), ...little(0x8664, 2), ...little(5, 2)]);
PE.set([...ascii('MZ'), 0x90, 0]);
PE.set(little(0x80), 0x3c);
const ELF = at(0, [
  0x7f,
  ...ascii('ELF'),
  2,
  1,
  1,
  0,
  ...little(0),
  ...little(0),
  ...little(2, 2),
  62,
  0,
  1,
  0,
  0,
  0,
]);
const BIG_ELF = at(0, [
  0x7f,
  ...ascii('ELF'),
  1,
  2,
  1,
  0,
  ...little(0),
  ...little(0),
  0,
  2,
  0,
  8,
  0,
  0,
  0,
  1,
]);
const MACH = at(0, [
  0xcf,
  0xfa,
  0xed,
  0xfe,
  ...little(0x0100_000c),
  ...little(0),
  ...little(2),
  ...little(17),
]);
const FAT_MACH = at(0, [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2, 1, 0, 0, 7]);
const ZIP = at(0, [
  ...ascii('PK\u0003\u0004'),
  20,
  0,
  0,
  0,
  8,
  0,
  ...new Uint8Array(16),
  5,
  0,
  0,
  0,
  ...ascii('a.txt'),
]);
const XZ = at(0, [0xfd, ...ascii('7zXZ'), 0, 0, 4, 0xe6, 0xd6, 0xb4, 0x46]);
const SEVEN = at(0, [
  ...ascii('7z'),
  0xbc,
  0xaf,
  0x27,
  0x1c,
  0,
  4,
  ...little(1),
  ...little(80),
  ...little(0),
  ...little(40),
  ...little(0),
]);
const RAR = at(0, [...ascii('Rar!'), 0x1a, 7, 1, 0, 0x33, 0x92, 0xb5, 0xe5]);

test.each([
  ['embedded-executable', 'Windows (PE)', PE],
  ['embedded-executable', 'Unix (ELF)', ELF],
  ['embedded-executable', 'Unix (ELF)', BIG_ELF],
  ['embedded-executable', 'Apple (Mach-O)', MACH],
  ['embedded-executable', 'Apple (Mach-O)', FAT_MACH],
  ['embedded-executable', 'WebAssembly', wasm(custom('inner', 1, 2, 3))],
  ['embedded-archive', 'zip', ZIP],
  ['embedded-archive', 'gzip', gzipSync('an archive')],
  ['embedded-archive', 'xz', XZ],
  ['embedded-archive', 'zstd', zstdCompressSync('an archive')],
  ['embedded-archive', '7z', SEVEN],
  ['embedded-archive', 'rar', RAR],
] as const)('%s: %s is found wherever it begins, in data and custom sections', (kind, name, file) => {
  for (const offset of [0, 1, 2, 3, 16_383, 16_384, 65_535, 65_536, 70_001]) {
    const inData = withData(at(offset, file));
    const place = inData.length - at(offset, file).length + offset;
    expect(findingsIn(inData)).toEqual([
      { kind, sure: 'likely', evidence: `${name} at byte ${place}, in the data section` },
    ]);
  }
  const [found] = findingsIn(wasm(custom('payload', ...file)));
  expect(found?.evidence).toMatch(/^.+ at byte 1[89], in the custom section "payload"$/);
});

test.each([
  ['PE without its header', at(0, [...ascii('MZ'), 0x90, 0])],
  ['ELF of no class', at(0, [0x7f, ...ascii('ELF'), 9, 1, 1])],
  ['the magic of WebAssembly alone', at(0, HEADER)],
  ['a zip header of a version to come', at(0, [...ascii('PK\u0003\u0004'), 200, 0])],
  ['gzip with reserved flags', at(0, [0x1f, 0x8b, 8, 0xff])],
  ['zstd with a reserved bit', at(0, [0x28, 0xb5, 0x2f, 0xfd, 8])],
  ['a Java class', at(0, [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61])],
  [
    'a table of magic numbers',
    Uint8Array.from([
      0xfd,
      ...ascii('7zXZ\u00007z'),
      ...[0xbc, 0xaf, 0x27, 0x1c].concat(ascii('Rar!'), 0x1a, 7, 0x1f, 0x8b, 8, 0x28, 0xb5, 0x2f, 0xfd, 0x7f),
      ...ascii('ELFPK\u0003\u0004MZ'),
      ...[0xcf, 0xfa, 0xed, 0xfe].concat(HEADER),
    ]),
  ],
])('%s is not called a file', (_rule, contents) => {
  expect(findingsIn(withData(contents))).toEqual([]);
});

test('a file that ends before its header does is none', () => {
  for (const file of [PE, ELF, MACH, ZIP, XZ, SEVEN])
    expect(kindsIn(withData(file.subarray(0, 6)))).toEqual([]);
});

test('a stretch of noise is of high entropy, with its place and measure', () => {
  const bytes = withData(at(200_000, noise(100_000), 400_000));

  expect(findingsIn(bytes)).toEqual([
    {
      kind: 'high-entropy',
      sure: 'likely',
      evidence: expect.stringMatching(
        /^7\.9\d bits per byte in 6 windows of 4096 bytes, over 86016 bytes from byte \d+, in the data section$/,
      ),
    },
  ]);
});

test('a short key, text, numbers and code are not of high entropy', () => {
  const prose = new TextEncoder().encode('What a module imports bounds what it can do. '.repeat(2000));
  const numbers = new Uint8Array(
    Float64Array.from({ length: 20_000 }, (_, index) => Math.sqrt(index)).buffer,
  );

  for (const contents of [at(5000, noise(8192), 100_000), prose, numbers])
    expect(kindsIn(withData(contents))).toEqual([]);
});

test('noise is not called a file', () => {
  const kinds = Array.from({ length: 8 }, (_, seed) => kindsIn(withData(noise(900_000, seed + 1))));

  expect(new Set(kinds.flat())).toEqual(new Set(['high-entropy']));
});

test('of several megabytes an archive in the middle is still found by its entropy', () => {
  const archive = gzipSync(noise(300_000));

  for (const offset of [1_500_000, 1_501_001, 1_777_777])
    expect(kindsIn(withData(at(offset, archive, 4_000_000)))).toEqual(['embedded-archive', 'high-entropy']);
});

test('of a kind five are told, and how many more there are', () => {
  const many = Uint8Array.from(Array.from({ length: 40 }, () => [...ELF.subarray(0, 64)]).flat());
  const found = findingsIn(withData(many));

  expect(found).toHaveLength(5);
  expect(found[4]?.evidence).toMatch(/; and 35 more$/);
  expect(found[3]?.evidence).not.toContain('more');
});

test('a file of nothing but beginnings is searched until a thousand are found', () => {
  const many = new Uint8Array(11 * 700_000);
  for (let place = 0; place < many.length; place += 11) many.set([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0], place);

  const found = findingsIn(withData(many));

  expect(found).toHaveLength(5);
  expect(Number(/and (\d+) more$/.exec(found[4]?.evidence ?? '')?.[1])).toBeLessThan(10_000);
});

test('findings change no verdict', async () => {
  const { verdict, findings } = await reportOn(withData(ELF), { maxSize: 10_000, digest });

  expect([verdict, findings.length]).toEqual(['valid', 1]);
});

test('no honest module that is installed here is said to embed something', () => {
  const kinds = installedBinaries().map((path) => kindsIn(new Uint8Array(readFileSync(path))));

  const usual = new Set(['growing-memory', 'start-function']);
  expect(kinds.flat().filter((kind) => !usual.has(kind))).toEqual([]);
  expect(Math.max(...kinds.map((found) => found.length))).toBeLessThanOrEqual(2);
});

const magics = [PE, ELF, MACH, FAT_MACH, ZIP, XZ, SEVEN, RAR, gzipSync('x'), zstdCompressSync('x')];

test('no data makes the search throw or look past the end', () => {
  const searched = ([file, cut, rest]: [number, number, Uint8Array]) => {
    const magic = magics[file % magics.length] ?? PE;
    const found = findingsIn(wasm(custom('x', ...rest, ...magic.subarray(0, cut % 300))));
    return found.length <= 5 * 3;
  };

  assert(property(tuple(nat(), nat(), uint8Array({ maxLength: 80 })), searched), { numRuns: 2000 });
});

test('the report of as many imports as are read, of long types, is less than 30 MB of JSON, and 600 kB without them', async () => {
  const long = func(Array<number>(1000).fill(0x7f), []);
  const count = MOST.imports;
  const entry = Uint8Array.of(0, 0, 0, 0);
  const head = [...HEADER, ...types(long), 2, ...leb(leb(count).length + 4 * count), ...leb(count)];
  const bytes = new Uint8Array(head.length + 4 * count);
  bytes.set(head);
  for (let index = 0; index < count; index += 1) bytes.set(entry, head.length + 4 * index);

  const { imports: all, exports: none, ...rest } = await reportOn(bytes, { maxSize: 2_000_000, digest });

  expect(all).toHaveLength(count);
  expect(JSON.stringify(all).length + JSON.stringify(none).length).toBeLessThan(30_000_000);
  expect(JSON.stringify(rest).length).toBeLessThan(600_000);
});
