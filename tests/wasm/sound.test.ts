import { expect, test } from 'vitest';
import { reportOn } from '../../src/core/wasm/report.ts';
import { SOUND } from './malformed/sound.ts';
import { digest } from './world.ts';

const options = { maxSize: 1_000_000, digest };
const CASES = Object.values(SOUND).flat();

test.each(CASES.filter(({ lacking }) => lacking === undefined))('$rule: valid', async ({ bytes }) => {
  const { verdict, checks, imports, exports } = await reportOn(bytes, options);

  expect([verdict, checks.filter(({ ok }) => !ok)]).toEqual(['valid', []]);
  const module = new WebAssembly.Module(bytes);
  expect(imports.map(({ module, name, kind }) => ({ module, name, kind }))).toEqual(
    WebAssembly.Module.imports(module),
  );
  expect(exports.map(({ name, kind }) => ({ name, kind }))).toEqual(WebAssembly.Module.exports(module));
});

test.each(CASES.filter(({ lacking }) => lacking !== undefined))(
  '$rule: not supported here ($lacking), and not called invalid',
  async ({ bytes }) => {
    expect((await reportOn(bytes, options)).verdict).toBe('unsupported');
    expect(WebAssembly.validate(bytes)).toBe(false);
  },
);

test('no two of the cases are the same bytes or state the same rule', () => {
  expect(new Set(CASES.map(({ bytes }) => bytes.join())).size).toBe(CASES.length);
  expect(new Set(CASES.map(({ rule }) => rule)).size).toBe(CASES.length);
});
