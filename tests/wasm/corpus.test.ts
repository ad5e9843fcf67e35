import { expect, test } from 'vitest';
import { levelFor, type Judged } from '../../scripts/corpus/judge.ts';
import { isPermitted } from '../../scripts/corpus/licence.ts';
import { CORPUS_PACKAGES } from '../../scripts/corpus/packages.ts';
import { admitted } from '../../scripts/corpus/summary.ts';
import type { PolicyLevel } from '../../src/core/wasm/policy-level.ts';

const entry = (name: string, level: PolicyLevel | undefined) => ({ package: name, level }) as Judged;

test('the corpus names at least 40 packages, each once and at an exact version', () => {
  expect(CORPUS_PACKAGES.length).toBeGreaterThanOrEqual(40);
  expect(new Set(CORPUS_PACKAGES.map(({ name }) => name)).size).toBe(CORPUS_PACKAGES.length);
  for (const { name, version } of CORPUS_PACKAGES) {
    expect(name).toMatch(/^(@[\w-]+\/)?[\w.-]+$/);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  }
});

test.each([
  ['MIT', true],
  ['MIT OR Apache-2.0', true],
  ['Apache-2.0 WITH LLVM-exception', true],
  ['GPL-3.0-only OR MIT', true],
  ['MPL-2.0', true],
  ['Apache-2.0 AND LGPL-3.0-or-later', false],
  ['AGPL-3.0-only', false],
  ['SEE LICENSE IN LICENSE.md', false],
  ['', false],
])('a package under "%s" is taken: %s', (licence, taken) => {
  expect(isPermitted(licence)).toBe(taken);
});

test('the level of imports is the first that admits them all', () => {
  const of = (...modules: string[]) =>
    levelFor(modules.map((module) => ({ module, name: 'f', kind: 'function', type: '()->()' })));

  expect(of()).toBe('nothing');
  expect(of('wasi_snapshot_preview1')).toBe('wasi');
  expect(of('wasi_snapshot_preview1', 'env')).toBe('glue');
  expect(of('env', 'host.example')).toBe('anything');
});

test('a level admits what the levels before it admit, and a package when it admits all of its binaries', () => {
  const judged = [entry('a', 'nothing'), entry('a', 'glue'), entry('b', 'wasi'), entry('c', undefined)];

  expect(admitted(judged)).toEqual([
    { level: 'nothing', modules: 1, packages: 0 },
    { level: 'wasi', modules: 2, packages: 1 },
    { level: 'glue', modules: 3, packages: 2 },
    { level: 'anything', modules: 3, packages: 2 },
  ]);
});
