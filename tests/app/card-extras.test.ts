import { expect, test } from 'vitest';
import { cardExtras } from '../../src/app/card-extras.ts';
import { parseModuleId, parseRange } from '../../src/core/ids.ts';
import { cutText } from '../../src/core/cut-text.ts';
import { readBody, writeBody } from '../../src/core/record/kinds.ts';

test('the author of a card is cut between letters', () => {
  const extras = cardExtras(`${'x'.repeat(79)}😀`, [], []);
  const body = { n: 'x', d: '', v: '1.0.0', t: [], l: '', k: 'library' as const, i: [], s: 8, ...extras };
  expect(readBody('card', writeBody('card', body))?.madeBy).toBe('x'.repeat(79));
});

test('a card names what its module cannot do without, each once, in order, and no more than it has room for', () => {
  const needs = (count: number) =>
    Array.from({ length: count }, (_, place) => ({
      id: parseModuleId(`io.example.m${String(count - place).padStart(3, '0')}`),
      range: parseRange('*'),
    }));
  const optional = { id: parseModuleId('io.example.extra'), range: parseRange('*'), optional: true };

  expect(cardExtras('', [], [...needs(2), ...needs(2), optional])).toEqual({
    r: ['io.example.m001', 'io.example.m002'],
  });
  expect(cardExtras('', [], needs(40)).r).toHaveLength(32);
  expect(cardExtras('', [], [optional])).toEqual({});
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['a😀b', 2, 'a'],
  ['a😀b', 3, 'a😀'],
])('%s has as much room as %i units give it, and no half of a pair', (text, most, cut) => {
  expect(cutText(text, most)).toBe(cut);
});
