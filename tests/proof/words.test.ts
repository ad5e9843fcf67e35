import { expect, test } from 'vitest';
import type { CheckName, ProofCheck } from '../../src/core/proof/proof.ts';
import { importRows, outcomeOf, PROOF_WORDS } from '../../src/ui/text/proof.ts';

const did = 'did:key:z6Mks931aemXLmTDGrasbApX8araucPWxRhzP8iqL7XHhXeC';
/** Noon in UTC. */
const time = '1699963200000000';
const day = '14 Nov 2023';

test.each<[name: CheckName, detail: ProofCheck['detail'], words: string]>([
  ['members', [['9']], '9 records and permissions, each whole'],
  ['signature', [['r', did, time]], day],
  ['chain', [[did, '', '']], '1 step, without an end'],
  ['chain', [[did, 'modules', time]], `good until ${day}`],
  ['standing', [], 'Nothing of the permission was known to be withdrawn.'],
  ['standing', [['d', did, time, 'left', 'stands']], 'was confirmed before, so it stands'],
  ['receipts', [], 'By none'],
  ['receipts', [[did, time]], `signed a receipt, ${day}`],
  ['head', [], 'No newest receipt'],
  ['head', [['receipt', did, time]], `receipt, ${day}`],
  ['digest', [['ab'.repeat(32)]], 'abababab'],
  ['size', [['1234']], '1.23 kB'],
  ['structure', [['core']], 'WebAssembly module'],
  ['structure', [['component']], 'component'],
  ['imports', [], 'It asks for nothing.'],
  ['imports', [['wasi_snapshot_preview1', 'clock_time_get', 'function']], '1 import: it reads the clock.'],
  [
    'imports',
    [
      ['env', 'memory', 'memory'],
      ['…', '12'],
    ],
    '13 imports',
  ],
])('%s with %j says in words: %s', (name, detail, words) => {
  expect(PROOF_WORDS[name].found({ name, ok: true, detail })).toContain(words);
});

test('each import is said with what it means, and how many were left out', () => {
  const detail = [
    ['wasi_snapshot_preview1', 'random_get', 'function'],
    ['…', '12'],
  ];
  expect(importRows({ name: 'imports', ok: true, detail })).toEqual([
    { name: 'wasi_snapshot_preview1.random_get', words: 'asks for random numbers' },
    { name: '…', words: 'and 12 more' },
  ]);
});

test.each<[check: ProofCheck, outcome: string]>([
  [{ name: 'receipts', ok: true, detail: [[did, time]] }, 'held'],
  [{ name: 'receipts', ok: true, detail: [] }, 'open'],
  [{ name: 'receipts', ok: false, detail: [] }, 'failed'],
  [{ name: 'standing', ok: true, detail: [] }, 'held'],
])('%j is marked %s: a release without receipts gets no tick for them', (check, outcome) => {
  expect(outcomeOf(check)).toBe(outcome);
});
