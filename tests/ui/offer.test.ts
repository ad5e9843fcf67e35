import { expect, test } from 'vitest';
import type { WasmExport } from '../../src/core/wasm/module-shape.ts';
import { NOTHING_READ, type WasmReport } from '../../src/core/wasm/wasm-report.ts';
import { fitting, offerable, offerOf, suggested, tooMany } from '../../src/ui/pages/publish/offer.ts';

const functions = (...names: readonly string[]): WasmExport[] =>
  names.map((name) => ({ name, kind: 'function', type: '()->()' }));

function fileWith(exports: readonly WasmExport[]): WasmReport {
  return { verdict: 'valid', size: 100, sha256: undefined, checks: [], ...NOTHING_READ, exports };
}

const CODEC = fileWith([
  ...functions('malloc', 'encode', '__wbindgen_free', 'decode'),
  { name: 'memory', kind: 'memory', type: 'memory 1..' },
]);

test('only functions can be offered, in the order of the file', () => {
  expect(offerable(CODEC).map(({ name }) => name)).toEqual(['malloc', 'encode', '__wbindgen_free', 'decode']);
});

test('while nobody has chosen, everything is offered but what toolchains export for themselves', () => {
  expect(suggested(CODEC)).toEqual(['encode', 'decode']);
  expect(offerOf(CODEC, undefined)).toEqual(['encode', 'decode']);
});

test('what was chosen is offered as far as the file has it', () => {
  expect(offerOf(CODEC, ['decode', 'malloc', 'gone'])).toEqual(['malloc', 'decode']);
});

test('nothing is a choice, too', () => {
  expect(offerOf(CODEC, [])).toEqual([]);
});

test('a file that has nothing of what was chosen is another file: nobody has chosen for it', () => {
  expect(offerOf(fileWith(functions('render')), ['encode', 'decode'])).toEqual(['render']);
});

test('no more is suggested than a release has room for', () => {
  const names = Array.from({ length: 75_000 }, (_, index) => `f${index}`);
  const large = fileWith(functions(...names));
  const room = tooMany(large, names);

  expect(room).toBeGreaterThan(0);
  expect(suggested(large)).toEqual(names.slice(0, room));
  expect(tooMany(large, fitting(large, names))).toBeUndefined();
});

test('a component has no functions that a release could name', () => {
  const component = fileWith([{ name: 'wasi:cli/run@0.2.0', kind: 'instance', type: 'instance' }]);

  expect(offerable(component)).toEqual([]);
});
