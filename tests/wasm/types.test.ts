import { expect, test } from 'vitest';
import { readModule } from '../../src/core/wasm/read-module.ts';
import { TYPE_TEXT_BUDGET } from '../../src/core/wasm/signature.ts';
import { exported, exports, func, I32, imported, imports, tags, types, wasm } from './binary.ts';

const importOf = (...description: number[]) =>
  readModule(wasm(types(func([], [])), imports(imported('m', 'n', ...description)))).imports[0]?.type;

test.each([
  ['memory 1..', [2, 0, 1]],
  ['memory 1..2', [2, 1, 1, 2]],
  ['memory 1..2 shared', [2, 3, 1, 2]],
  ['memory64 1..', [2, 4, 1]],
  ['memory 5.. page 1', [2, 8, 5, 0]],
  ['table funcref 0..', [1, 0x70, 0, 0]],
  ['table externref 1..2', [1, 0x6f, 1, 1, 2]],
  ['table64 (ref null 0) 0..', [1, 0x63, 0, 4, 0]],
  ['global i64', [3, 0x7e, 0]],
  ['global v128 mut', [3, 0x7b, 1]],
  ['global (ref extern)', [3, 0x64, 0x6f, 0]],
  ['global (ref null 64)', [3, 0x63, 0xc0, 0x00, 0]],
  ['tag ()', [4, 0, 0]],
  ['()->()', [0, 0]],
])('%s', (text, description) => {
  expect(importOf(...description)).toBe(text);
});

test.each([
  ['(i32,f64)->i64', func([I32, 0x7c], [0x7e])],
  ['(f32)->(i32,anyref)', func([0x7d], [I32, 0x6e])],
  ['(contref)->(nullexnref,nullref)', func([0x68], [0x74, 0x71])],
])('%s', (text, type) => {
  expect(readModule(wasm(types(type), imports(imported('m', 'n', 0, 0)))).imports[0]?.type).toBe(text);
});

test('each type of a recursion group has an index of its own', () => {
  const group = [0x4e, 2, 0x50, 0, 0x5f, 1, 0x78, 1, ...func([I32], [])];

  const module = readModule(
    wasm(types(group, func([], [I32])), imports(imported('m', 'n', 0, 1), imported('m', 'o', 0, 2))),
  );

  expect(module.imports.map(({ type }) => type)).toEqual(['(i32)->()', '()->i32']);
  expect([...module.needs]).toEqual(['gc']);
});

test('the type of a tag is spelt within the budget too, however many exports name it', () => {
  const names = Array.from({ length: 20_000 }, (_, at) => exported(String(at), 4, 0));

  const module = readModule(
    wasm(types(func(Array<number>(900).fill(I32), [])), tags([0, 0]), exports(...names)),
  );

  expect(module.exports[0]?.type).toBe(`tag (${Array<string>(900).fill('i32').join(',')})`);
  expect(module.exports.at(-1)?.type).toBe('tag type 0');
  const text = module.exports.reduce((sum, { type }) => sum + type.length, 0);
  expect(text).toBeLessThan(TYPE_TEXT_BUDGET + names.length * 'tag type 0'.length);
});
