import { expect, test } from 'vitest';
import { MAX_DECLARED_EXPORTS } from '../../src/core/release-limits.ts';
import { readBody, writeBody, type RawBody } from '../../src/core/record/kinds.ts';
import { MAX_PAYLOAD } from '../../src/core/record/record.ts';
import {
  declaredBy,
  undeclared,
  type DeclaredFact,
  type Declarer,
  type ReleaseClaims,
} from '../../src/core/wasm/declared.ts';
import { readModule } from '../../src/core/wasm/read-module.ts';
import { FULL_MODULE, func, imported, imports, types, wasm } from './binary.ts';

function read(bytes: Uint8Array): Declarer {
  return { ...readModule(bytes), size: bytes.length };
}

const WASI = wasm(
  types(func([], [])),
  imports(
    imported('wasi_snapshot_preview1', 'random_get', 0, 0),
    imported('env', 'log', 0, 0),
    imported('wasi_unstable', 'clock_time_get', 0, 0),
    imported('wasi_snapshot_preview1', 'clock_time_get', 0, 0),
    imported('wasi_snapshot_preview1', 'memory', 2, 0, 1),
  ),
);

function functionsNamed(names: readonly string[]): Declarer {
  const listed = names.map((name) => ({ name, kind: 'function' as const, type: '()->()' }));
  return { size: 8, imports: [], exports: listed };
}

function importing(module: string, names: readonly string[]): Declarer {
  const listed = names.map((name) => ({ module, name, kind: 'function' as const, type: '()->()' }));
  return { size: 8, imports: listed, exports: [] };
}

/** Names of at least 100 characters that differ at their beginning. */
function long(count: number, filler: string): string[] {
  return Array.from({ length: count }, (_, index) => `${1000 + index}${filler.repeat(100)}`);
}

function modules(names: readonly string[]): Declarer['imports'] {
  return names.map((module) => ({ module, name: '', kind: 'function', type: '()->()' }));
}

test('a release names modules and WASI functions sorted, each once, and exported functions in the order of the binary', () => {
  expect(declaredBy(read(WASI))).toMatchObject({
    size: WASI.length,
    imports: ['env', 'wasi_snapshot_preview1', 'wasi_unstable'],
    wasi: ['clock_time_get', 'random_get'],
    exports: [],
    exportCount: 0,
  });
  expect(declaredBy(read(FULL_MODULE))).toEqual({
    size: FULL_MODULE.length,
    imports: ['env'],
    exports: [{ name: 'run', type: '()->()' }],
    exportCount: 5,
  });
});

test('a publisher offers some of the exports; they stand in the order of the binary', () => {
  const binary = functionsNamed(['a', 'b', 'c']);

  expect(declaredBy(binary, ['c', 'a', 'c']).exports.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(declaredBy(binary, [])).toMatchObject({ exports: [], exportCount: 3 });
  expect(() => declaredBy(binary, ['a', 'd'])).toThrow(
    expect.objectContaining({
      code: 'InvalidInput',
      reason: 'export-missing',
      data: { field: 'exports', value: 'd' },
    }),
  );
  expect(() => declaredBy(read(FULL_MODULE), ['memory'])).toThrow(
    expect.objectContaining({ reason: 'export-missing' }),
  );
});

test('more exports than a record has room for are left out, or refused where they were chosen', () => {
  const names = Array.from({ length: 200 }, (_, index) => `f${index}`);
  expect(declaredBy(functionsNamed(names)).exports).toHaveLength(MAX_DECLARED_EXPORTS);
  expect(() => declaredBy(functionsNamed(names), names)).toThrow(
    expect.objectContaining({ reason: 'too-many', data: { field: 'exports', limit: MAX_DECLARED_EXPORTS } }),
  );
});

test.each([
  ['a thousand WASI functions', importing('wasi_unstable', long(1000, 'ö'))],
  ['a thousand modules', { ...importing('', []), imports: modules(long(1000, '漢')) }],
  [
    'modules whose name is cut within a character',
    { ...importing('', []), imports: modules(long(3, 'x🦀')) },
  ],
  ['WASI functions whose name is cut within a character', importing('wasi_unstable', long(3, 'x🦀'))],
  [
    'WASI functions and exports',
    { ...functionsNamed(long(50, '漢')), imports: importing('wasi_unstable', long(99, 'ö')).imports },
  ],
])('what stands in a release fits its record and is read as it was derived: %s', (_what, binary) => {
  const { exports: offered, imports: named, wasi, ...facts } = declaredBy(binary);
  const body: RawBody<'release'> = {
    sha256: new Uint8Array(32),
    dependencies: [],
    conflicts: [],
    ...facts,
    imports: [...named],
    ...(wasi === undefined ? {} : { wasi: [...wasi] }),
    exports: offered.map(({ name, type }) => [name, type]),
  };

  const payload = writeBody('release', body);

  expect(payload.length).toBeLessThan(MAX_PAYLOAD - 1024);
  const read = readBody('release', payload);
  expect(read && undeclared(read, binary)).toEqual([]);
});

const HONEST: ReleaseClaims = {
  size: WASI.length,
  imports: ['env', 'wasi_snapshot_preview1', 'wasi_unstable'],
  wasi: ['clock_time_get', 'random_get'],
  exports: [],
  exportCount: 0,
};

test.each<[string, Partial<ReleaseClaims>, DeclaredFact[]]>([
  ['nothing differs', {}, []],
  ['a module too few', { imports: ['env', 'wasi_snapshot_preview1'] }, ['imports']],
  ['a module too many', { imports: [...HONEST.imports, 'z'] }, ['imports']],
  ['another order', { imports: [...HONEST.imports].reverse() }, ['imports']],
  ['a WASI function too few', { wasi: ['random_get'] }, ['wasi']],
  ['no WASI functions', { wasi: undefined }, ['wasi']],
  [
    'an export that is not there',
    { exports: [['run', '()->()']], exportCount: 1 },
    ['exports', 'exportCount'],
  ],
  ['a size', { size: 8 }, ['size']],
])('a release is held against its binary, fact by fact: %s', (_what, change, facts) => {
  expect(undeclared({ ...HONEST, ...change }, read(WASI))).toEqual(facts);
});

test.each<[string, ReleaseClaims['exports'], DeclaredFact[]]>([
  ['one', [['run', '()->()']], []],
  ['none', [], []],
  ['another type', [['run', '()->i32']], ['exports']],
  [
    'twice',
    [
      ['run', '()->()'],
      ['run', '()->()'],
    ],
    ['exports'],
  ],
  ['what is no function', [['memory', 'memory 1..16']], ['exports']],
])('offered exports are functions of the binary with their types: %s', (_what, offered, facts) => {
  const binary = read(FULL_MODULE);
  expect(undeclared({ ...declaredBy(binary), exports: offered }, binary)).toEqual(facts);
});
