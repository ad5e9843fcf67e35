import { expect, test } from 'vitest';
import { parseMicros, type Did } from '../../src/core/ids.ts';
import type { DocumentPath } from '../../src/core/record/document.ts';
import type { MemberId } from '../../src/core/record/record.ts';
import type { Difference } from '../../src/core/view/stories.ts';
import { alarmAdvice } from '../../src/ui/text/alarm.ts';

const at = parseMicros(1_700_000_000_000_000);
const notary = 'did:key:z6MktTuLudDtAsAhRegPiYZ6631QV3viq12qd4GQF8z1xB22S' as Did;
const [one, other] = ['first-receipt', 'other-receipt'] as [MemberId, MemberId];
const codec = 'module/io.acme.codec' as DocumentPath;

function wrongOf(difference: Difference, more = 0): string {
  return alarmAdvice({ kind: 'split', at, difference, more }).wrong;
}

test.each<[string, Difference]>([
  [
    'This registry tells two stories. Receipt 3 for io.acme.codec exists twice, with different content: first-receipt and other-receipt.',
    { kind: 'receipt', document: codec, notary, number: 3, one, other },
  ],
  [
    'This registry tells two stories. Receipt 3 for the ratings of io.acme.codec was given, and the registry now ends at receipt 1.',
    { kind: 'missing', document: 'ratings/io.acme.codec' as DocumentPath, notary, number: 3, listed: 1 },
  ],
  [
    'This registry tells two stories. Receipt 3 for io.acme.codec was given, and the registry no longer mentions it.',
    { kind: 'missing', document: codec, notary, number: 3 },
  ],
  [
    'This registry tells two stories. Receipt 3 for io.acme.codec is counted, and the registry does not show it.',
    { kind: 'unshown', document: codec, notary, number: 3 },
  ],
  [
    'This registry tells two stories. It signed two accounts of its whole catalogue as number 7: first-receipt and other-receipt.',
    { kind: 'head', notary, number: 7, one, other },
  ],
])('%s', (sentence, difference) => {
  expect(wrongOf(difference)).toBe(sentence);
});

test('further differences are counted', () => {
  expect(wrongOf({ kind: 'missing', document: codec, notary, number: 0 }, 2)).toContain(
    '2 further differences',
  );
});

test('a rollback names both heads, and every alarm says what to do', () => {
  const seen = { number: 9, time: at };
  const { wrong, todo } = alarmAdvice({ kind: 'rollback', at, seen, shown: { ...seen, number: 4 } });

  expect(wrong).toMatch(/older state than before: number 4 of .*, after number 9 of /);
  expect(todo).toMatch(/^\p{Lu}.*\.$/u);
});
