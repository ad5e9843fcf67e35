import { expect, test } from 'vitest';
import { proofLines } from '../../src/cli/proof-lines.ts';
import { sha256Of, type Micros } from '../../src/core/ids.ts';
import { binaryChecks } from '../../src/core/proof/binary-checks.ts';
import { binaryFacts } from '../../src/core/proof/binary-facts.ts';
import type { CheckName, Proof, ProofCheck } from '../../src/core/proof/proof.ts';
import type { Body } from '../../src/core/record/kinds.ts';
import { importRows, outcomeOf, PROOF_WORDS } from '../../src/ui/text/proof.ts';
import { binaryOf } from '../wasm/component-fixtures.ts';

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
  expect(PROOF_WORDS[name].found({ name, ok: true, detail }, [])).toContain(words);
});

test('of a component nobody says that its imports were compared, or that it has none', async () => {
  const bytes = await binaryOf('(component (import "acme:host/log" (instance)))');
  const digest = async (of: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', of));
  const claim = { sha256: sha256Of(await digest(bytes)), size: bytes.length } as Proof;
  const release = { ...claim, imports: [] } as unknown as Body<'release'>;
  const checks = binaryChecks(claim, release, await binaryFacts(bytes, digest));
  const check = checks.find(({ name }) => name === 'imports');
  if (check === undefined) throw new Error('no imports');

  expect(outcomeOf(check, checks)).toBe('open');
  expect(PROOF_WORDS.imports.found(check, checks)).toContain('does not compare');
  const lines = proofLines(
    'file',
    { ...claim, checkedAt: 0 as Micros },
    { verdict: 'verified', checks, unchecked: [] },
    true,
  );
  expect(lines.find((line) => line.includes('imports'))).toMatch(/^ *-- +imports +not read: /);
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
  expect(outcomeOf(check, [check])).toBe(outcome);
});
