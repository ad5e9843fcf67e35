import { expect, test } from 'vitest';
import { NO_CUSTOM_SECTIONS } from '../../src/core/wasm/custom-sections.ts';
import { NOTHING_READ, type WasmReport } from '../../src/core/wasm/wasm-report.ts';
import { firstBytes, looksLike, reasonWords } from '../../src/ui/text/check-reasons.ts';
import { debugWords, isWebAddress, producerLines } from '../../src/ui/text/made-with.ts';
import { memoryWords, spacedType, tableWords } from '../../src/ui/text/memory.ts';
import { printable } from '../../src/ui/text/printable.ts';
import { checksLeftOut, CHECK_WORDS, VERDICT_WORDS, verdictWords } from '../../src/ui/text/report.ts';

function invalid(size: number, ...checks: WasmReport['checks']): WasmReport {
  return { verdict: 'invalid', size, sha256: undefined, checks, ...NOTHING_READ };
}

test('what is wrong with a file is said as exactly as its failed check allows', () => {
  const labels = [
    invalid(0, { name: 'magic', ok: false, reason: 'magic at byte 0' }),
    invalid(100_000_000, { name: 'size', ok: false, reason: '100000000 bytes, the limit is 67108864' }),
    invalid(9, { name: 'magic', ok: false, reason: 'magic at byte 0' }),
    invalid(9, { name: 'version', ok: false, reason: 'version at byte 4' }),
    invalid(9, { name: 'structure', ok: false, reason: 'utf8 at byte 8' }),
  ].map((report) => verdictWords(report).label);

  expect(labels).toEqual([
    'This file is empty',
    'This file is too large to be checked',
    'This is not a WebAssembly file',
    'This is WebAssembly of an unknown version',
    VERDICT_WORDS.invalid.label,
  ]);
});

test('nothing is said to be wrong with what an engine lacks something for, nor with a component', () => {
  expect(VERDICT_WORDS.unsupported.meaning).toContain('Nothing is known to be wrong');
  expect(VERDICT_WORDS.component.meaning).toContain('Browsers run core modules only');
});

test('a failed check of the structure says in words what its technical reason means', () => {
  const check = { name: 'structure', ok: false, reason: 'unexpected-end at byte 20000' } as const;

  expect(CHECK_WORDS.structure.failed(check)).toBe(
    'It ends in the middle of something: it was cut off, or a length in it is wrong.',
  );
  expect(verdictWords(invalid(20_000, check)).meaning).toBe(
    'It ends in the middle of something: it was cut off, or a length in it is wrong. No engine runs it: build or fetch it again.',
  );
  expect(reasonWords('something-new at byte 3 (x)')).toBe('Something in it is not as the format says.');
});

test('what an engine lacks is named', () => {
  const reason = 'this engine lacks stack-switching: not enabled at byte 14';
  const report = { ...invalid(16, { name: 'compile', ok: false, reason }), verdict: 'unsupported' } as const;

  expect(verdictWords(report).meaning).toBe(
    `It needs stack-switching, which is not there. ${VERDICT_WORDS.unsupported.meaning}`,
  );
});

test('the checks that were not made are named', () => {
  const report = invalid(
    9,
    { name: 'size', ok: true },
    { name: 'magic', ok: false, reason: 'magic at byte 0' },
  );

  expect(checksLeftOut(report)).toEqual([
    'Version of the format',
    'Whole and in order',
    'Within the limits of engines',
    'Accepted by this engine',
  ]);
});

test.each([
  ['memory 256..65536', 'Starts with 16 MiB, may grow to 4 GiB.'],
  ['memory 1..1', 'Starts with 64 KiB, never grows.'],
  ['memory 0..', 'Starts with none, may grow as far as the engine lets it (4 GiB at most).'],
  ['memory 2..4 shared', 'Starts with 128 KiB, may grow to 256 KiB; shared between threads.'],
  ['memory64 1..', 'Starts with 64 KiB, may grow as far as the engine lets it; 64-bit addresses.'],
  ['memory 10..20 page 1', 'Starts with 10 bytes, may grow to 20 bytes.'],
  ['memory of a kind to come', 'memory of a kind to come'],
])('a memory of type %s is told in plain words', (type, words) => {
  expect(memoryWords(type)).toBe(words);
});

test.each([
  ['table funcref 27..27', '27 entries, never grows (funcref).'],
  ['table externref 1..4', '1 entry, may grow to 4 entries (externref).'],
  ['table64 (ref null 3) 0..', '0 entries, may grow as far as the engine lets it ((ref null 3)).'],
])('a table of type %s is told in plain words', (type, words) => {
  expect(tableWords(type)).toBe(words);
});

test('a type is given air, for reading', () => {
  expect(spacedType('(i32,i32)->i32')).toBe('(i32, i32) → i32');
});

test('a file that is no WebAssembly is shown by its first bytes, and by what it looks like', () => {
  const pdf = new TextEncoder().encode('%PDF-1.7\n%âã');

  expect(firstBytes(pdf)).toBe('25 50 44 46 2d 31 2e 37 0a 25 c3 a2 “%PDF-1.7·%··”');
  expect(looksLike(pdf)).toBe('It looks like a PDF document.');
  expect(looksLike(new TextEncoder().encode('(module)'))).toContain('text form');
  expect(looksLike(Uint8Array.of(1, 2, 3))).toBeUndefined();
});

test('what a binary calls things cannot turn or hide the text around it', () => {
  expect(printable('a\u202Eb\nc\u200B d')).toBe('a\u{FFFD}b\u{FFFD}c\u{FFFD} d');
  expect(printable('x'.repeat(1000))).toBe(`${'x'.repeat(300)}…`);
});

test('only a web address of the binary becomes a link', () => {
  expect(isWebAddress('https://example.org/a.map')).toBe(true);
  expect(isWebAddress('javascript:alert(1)')).toBe(false);
  expect(isWebAddress('a.wasm.map')).toBe(false);
  expect(isWebAddress('http://')).toBe(false);
});

test('the tools that made it stand together by what they did', () => {
  const producers = [
    { field: 'language', name: 'Rust', version: '' },
    { field: 'processed-by', name: 'rustc', version: '1.80.0' },
    { field: 'processed-by', name: 'wasm-bindgen', version: '0.2.92' },
  ];

  expect(producerLines({ producers })).toEqual([
    ['Language', 'Rust'],
    ['Built with', 'rustc 1.80.0, wasm-bindgen 0.2.92'],
  ]);
});

test('what is there for debugging is summed up, and nothing is said where there is none', () => {
  const listed = [
    { name: '.debug_info', size: 1_000_000 },
    { name: '.debug_line', size: 500_000 },
    { name: 'producers', size: 80 },
  ];

  expect(debugWords({ listed, functionNames: 12 })).toBe(
    '1.50 MB of debug information; names of 12 functions',
  );
  expect(debugWords(NO_CUSTOM_SECTIONS)).toBeUndefined();
});
