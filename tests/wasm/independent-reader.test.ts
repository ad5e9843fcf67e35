import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readModule } from '../../src/core/wasm/read-module.ts';
import { readIndependently, shortName } from './independent-reader.ts';
import type { IndependentReading } from './independent-reader.ts';
import { SOUND } from './malformed/sound.ts';
import { installedBinaries } from './world.ts';

const CASES = Object.values(SOUND)
  .flat()
  .filter(({ lacking }) => lacking === undefined);
const REAL = installedBinaries();

function readByUs(bytes: Uint8Array): IndependentReading {
  const { imports, exports, memoryTypes, tableTypes } = readModule(bytes);
  return {
    imports: imports.map(({ type }) => shortName(type)),
    exports: exports.map(({ type }) => shortName(type)),
    memories: memoryTypes,
    tables: tableTypes.map(shortName),
  };
}

/** Of wasmparser 5.11: limits of 64 bits, tables that are filled, instructions whose code takes several bytes. */
const NOT_READ =
  /64-bit|64 bits|every kind of limits, in|three memories|filled table|aggregate instruction in/;

test.each(REAL.map((path) => [basename(path), path]))(
  '%s has the types that wasmparser reads',
  (_name, path) => {
    const bytes = new Uint8Array(readFileSync(path));

    expect(readByUs(bytes)).toEqual(readIndependently(bytes));
  },
);

test('odd binaries have the types that wasmparser reads, where it knows what they use', () => {
  const known = CASES.filter(({ rule }) => !NOT_READ.test(rule));

  expect(known.length).toBeGreaterThan(200);
  for (const { rule, bytes } of known)
    expect([rule, readByUs(bytes)]).toEqual([rule, readIndependently(bytes)]);
});

test('imports and exports of all of them have the types that the engine reflects', () => {
  const given = [...CASES.map(({ bytes }) => `base64:${Buffer.from(bytes).toString('base64')}`), ...REAL];
  const child = fileURLToPath(new URL('independent-reader-engine.ts', import.meta.url));

  const { stdout } = spawnSync(process.execPath, ['--experimental-wasm-type-reflection', child], {
    input: given.join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });

  const reflected = stdout.trim().split('\n');
  expect(reflected.length).toBe(given.length);
  const binaries = [
    ...CASES.map(({ bytes }) => bytes),
    ...REAL.map((path) => new Uint8Array(readFileSync(path))),
  ];
  const textOf = ({ kind, type }: { kind: string; type: string }) =>
    kind === 'tag' ? 'tag' : shortName(type);
  for (const [at, bytes] of binaries.entries()) {
    const { imports, exports } = readModule(bytes);
    const ours = { imports: imports.map(textOf), exports: exports.map(textOf) };
    expect([at, ours]).toEqual([at, JSON.parse(reflected[at] ?? '')]);
  }
});
