import { expect, test } from 'vitest';
import { importClasses, plainWords } from '../../src/core/wasm/imports.ts';

const from = (module: string, name = 'x', kind: 'function' | 'memory' | 'global' = 'function') => ({
  module,
  name,
  kind,
});

test.each([
  ['nothing', []],
  ['wasi', [from('wasi_snapshot_preview1'), from('wasi_unstable')]],
  ['env', [from('env')]],
  ['js-glue', [from('wbg'), from('./codec_bg.js'), from('__wbindgen_placeholder__')]],
  ['js-glue', [from('a')]],
  ['js-glue', [from('gojs')]],
  ['js-glue', [from('GOT.mem')]],
  ['other', [from('spectest'), from('wasithing'), from('environment')]],
])('%s', (expected, imports) => {
  expect(importClasses(imports)).toEqual([expected]);
});

test('a module of several classes has each once, sorted', () => {
  expect(importClasses([from('wasi_snapshot_preview1'), from('env'), from('env')])).toEqual(['env', 'wasi']);
});

test('imports are told in plain words, each once', () => {
  const wasi = (name: string) => from('wasi_snapshot_preview1', name);

  expect(plainWords([])).toEqual(['asks for nothing']);
  expect(
    plainWords([
      wasi('clock_time_get'),
      wasi('fd_write'),
      wasi('fd_read'),
      wasi('path_open'),
      wasi('random_get'),
      wasi('proc_exit'),
      from('env', 'memory', 'memory'),
      from('env', 'log'),
      from('wbg'),
    ]),
  ).toEqual([
    'opens and creates files in folders it is given',
    'writes to files and outputs it is given',
    'reads files and inputs it is given',
    'reads the clock',
    'asks for random numbers',
    'ends itself',
    'calls into JavaScript glue (wasm-bindgen)',
    'uses memory that its host shares',
    'calls functions of its host (env)',
  ]);
});

test('names from a binary cannot forge a line or flood the list', () => {
  expect(plainWords([from('a\nb\u202E')])).toEqual(['calls functions of its host (a\u{FFFD}b\u{FFFD})']);
  const words = plainWords(Array.from({ length: 1000 }, (_, index) => from(`host${index}`)));
  expect(words).toHaveLength(21);
  expect(words.at(-1)).toBe('and 980 more');
});
