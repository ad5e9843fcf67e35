import { expect, test } from 'vitest';
import { cardExtras } from '../../src/app/card-extras.ts';
import { cutText } from '../../src/core/cut-text.ts';
import { readBody, writeBody } from '../../src/core/record/kinds.ts';

test('the author of a card is cut between letters', () => {
  const extras = cardExtras(`${'x'.repeat(79)}😀`, []);
  const body = { n: 'x', d: '', v: '1.0.0', t: [], l: '', k: 'library' as const, i: [], s: 8, ...extras };
  expect(readBody('card', writeBody('card', body))?.madeBy).toBe('x'.repeat(79));
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['a😀b', 2, 'a'],
  ['a😀b', 3, 'a😀'],
])('%s has as much room as %i units give it, and no half of a pair', (text, most, cut) => {
  expect(cutText(text, most)).toBe(cut);
});
