import { expect, test } from 'vitest';
import { engineDisagreement, isDocumentedDifference } from '../../scripts/soak/wasm-agreement.ts';
import { runCase } from '../../scripts/soak/wasm-case.ts';
import { mutation } from '../../scripts/soak/wasm-mutation.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import type { WasmReport } from '../../src/core/wasm/wasm-report.ts';
import { custom, FULL_MODULE, wasm } from './binary.ts';
import { digest } from './world.ts';

const SEED = 7;
const originals = [FULL_MODULE, wasm(custom('note', 1, 2, 3))];
const weights = [3, 1];

const reportFor = (bytes: Uint8Array<ArrayBuffer>) => reportOn(bytes, { maxSize: 1_000_000, digest });

test('a case is made of its seed and its number alone, and leaves the originals as they are', () => {
  const before = originals.map((bytes) => bytes.slice());

  for (let number = 0; number < 200; number += 1) {
    expect(mutation(SEED, number, originals, weights)).toEqual(mutation(SEED, number, originals, weights));
  }
  expect(originals).toEqual(before);
  expect(mutation(SEED, 1, originals, weights)).not.toEqual(mutation(SEED + 1, 1, originals, weights));
});

test('among mutations are valid ones and invalid ones, of every original and by every edit', () => {
  const cases = Array.from({ length: 2000 }, (_, number) => mutation(SEED, number, originals, weights));
  const valid = cases.filter(({ bytes }) => WebAssembly.validate(bytes)).length;

  expect(valid).toBeGreaterThan(100);
  expect(valid).toBeLessThan(1900);
  expect(new Set(cases.map(({ original }) => original)).size).toBe(originals.length);
  expect(new Set(cases.flatMap(({ edits }) => edits)).size).toBe(11);
});

test('of 2,000 mutations none throws, and on none the report contradicts the engine', async () => {
  const files = { names: ['full', 'custom'], files: originals, weights };

  for (let number = 0; number < 2000; number += 1) {
    const { broken, mutation: mutated } = await runCase(files, SEED, number);
    expect(broken, `case ${number}: ${mutated.edits.join(', ')}`).toBeUndefined();
  }
});

test('a report that contradicts the engine is told: its verdict, its imports, its exports', async () => {
  const sound = await reportFor(FULL_MODULE);
  const unsound = FULL_MODULE.slice(0, -1);
  const failed = { name: 'structure', ok: false, reason: 'leb128 at byte 9' } as const;
  const refused: WasmReport = { ...sound, verdict: 'invalid', checks: [failed] };

  expect(engineDisagreement(FULL_MODULE, sound)).toBeUndefined();
  expect(engineDisagreement(FULL_MODULE, refused)).toMatch(/takes what is called invalid \(leb128/);
  expect(engineDisagreement(unsound, sound)).toMatch(/refuses what is called valid/);
  expect(engineDisagreement(FULL_MODULE, { ...sound, imports: sound.imports.slice(1) })).toBe(
    'other imports',
  );
  expect(engineDisagreement(FULL_MODULE, { ...sound, exports: sound.exports.toReversed() })).toBe(
    'other exports',
  );
});

test('only a limit and a reason that is written down may be stricter than the engine', () => {
  const failing = (verdict: WasmReport['verdict'], name: 'limits' | 'structure', reason: string) =>
    isDocumentedDifference({ verdict, checks: [{ name, ok: false, reason }] } as unknown as WasmReport);

  expect(failing('unsupported', 'limits', '3000000 locals in all')).toBe(true);
  expect(failing('invalid', 'structure', 'element-type at byte 40 (i32)')).toBe(true);
  expect(failing('invalid', 'structure', 'leb128 at byte 40')).toBe(false);
  expect(failing('invalid', 'limits', '3000000 locals in all')).toBe(false);
});
