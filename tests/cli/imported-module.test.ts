import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { licenceExpression } from '../../src/app/licence-expression.ts';
import type { CatalogueModule } from '../../src/cli/catalogue-file.ts';
import { importedId } from '../../src/cli/import/imported-id.ts';
import { importedModule, type Skipped } from '../../src/cli/import/imported-module.ts';
import { standInBinary } from '../../src/cli/import/stand-in-binary.ts';
import { parseModuleId, parseVersion } from '../../src/core/ids.ts';
import { declaredBy } from '../../src/core/wasm/declared.ts';
import { reportOn } from '../../src/core/wasm/report.ts';

const LWT: CatalogueModule = {
  id: 'lwt',
  name: 'lwt',
  description: 'Promises',
  tags: [],
  author: '',
  license: 'MIT',
  repo_url: '',
  exports: [],
  versions: [{ version: '1.0.0', dependencies: {}, conflicts: {} }],
};

function imports(change: Partial<CatalogueModule>, listed: readonly string[] = []) {
  const skipped: Skipped[] = [];
  const rules = { prefix: 'opam', releases: 10, isListed: (id: string) => listed.includes(id) };
  const module = importedModule({ ...LWT, ...change }, rules, (what) => skipped.push(what));
  return { ...module, skipped };
}

test.each([
  ['lwt', 'opam.lwt'],
  ['conf-g++', 'opam.conf-g-x--p6p7'],
  ['MlFront_Cli', 'opam.mlfront-cli--u0u2s7u8'],
  ['a--b', 'opam.a--b--h2'],
  ['_a', 'opam.xa--s0'],
])('%s is %s here', (id, name) => {
  expect(importedId('opam', id)).toBe(name);
});

test('no two ids of a source become one', () => {
  const id = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'aAb0-_+.xsuph è') });
  fc.assert(
    fc.property(id, id, (one, other) => {
      expect(importedId('opam', one) === importedId('opam', other)).toBe(one === other);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['MIT', 'MIT'],
  ['BSD-3-clause', 'BSD-3-Clause'],
  ['MIT OR Apache-2.0', 'MIT OR Apache-2.0'],
  ['', 'LicenseRef-NOASSERTION'],
  ['Public Domain', 'LicenseRef-Public-Domain'],
  ['???', 'LicenseRef-NOASSERTION'],
  ['https://a.example/LICENSE', 'LicenseRef-https-a.example-LICENSE'],
])('the licence %j is said as %s', (said, expression) => {
  expect(licenceExpression(said)).toBe(expression);
});

test('what is too long is cut, what is no tag or address is left out', () => {
  const { drafts, skipped } = imports({
    description: `${'x'.repeat(498)}😀😀`,
    tags: ['Unit Tests', 'c++', 'ä', 'unit tests'],
    repo_url: 'git@example.org:lwt',
    author: 'A\nB',
  });
  expect(skipped).toEqual([]);
  expect(drafts[0]).toMatchObject({
    description: `${'x'.repeat(498)}😀`,
    tags: ['unit-tests', 'c++'],
    repository: '',
    author: 'A B',
  });
});

test('needs and conflicts are named as they are here, with their ranges', () => {
  const version = { version: '2.0.0', dependencies: { Dune: '>=2.0' }, conflicts: { ppx_x: '<1.0.0' } };
  expect(imports({ versions: [version] }, ['Dune']).drafts[0]).toMatchObject({
    dependencies: [{ id: 'opam.dune--u0', range: '>=2.0' }],
    conflicts: [{ id: 'opam.ppx-x--s3', range: '<1.0.0' }],
  });
});

test('a release that needs what nobody has, or says what is none, is left out alone', () => {
  const needy = { version: '2.0.0', dependencies: { gone: '*' }, conflicts: {} };
  const wrong = { version: 'v1', dependencies: {}, conflicts: {} };
  const { drafts, skipped } = imports({ versions: [needy, wrong, ...LWT.versions] });
  expect(drafts.map(({ version }) => version)).toEqual(['1.0.0']);
  expect(skipped).toEqual([
    { id: 'lwt', version: '2.0.0', reason: 'dependency gone' },
    { id: 'lwt', version: 'v1', reason: 'version version v1' },
  ]);
});

const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

test('a stand-in is sound, exports what it says, and is another one for each release', async () => {
  const id = parseModuleId('opam.lwt');
  const told = [
    'compress(i32,i32)->i32',
    'pair(i64,f64)->(i32,f32)',
    'close(i32)->()',
    'odd(externref)->i32',
  ];
  for (const functions of [[], told]) {
    const one = standInBinary(id, parseVersion('1.0.0'), functions);
    const report = await reportOn(one.bytes, { maxSize: 1e6, digest });
    expect(report.verdict).toBe('valid');
    expect(declaredBy(report).exports).toEqual(one.exports);
    expect(standInBinary(id, parseVersion('1.0.1'), functions).bytes).not.toEqual(one.bytes);
  }
  expect(standInBinary(id, parseVersion('1.0.0'), told).exports).toEqual([
    { name: 'compress', type: '(i32,i32)->i32' },
    { name: 'pair', type: '(i64,f64)->(i32,f32)' },
    { name: 'close', type: '(i32)->()' },
  ]);
});
