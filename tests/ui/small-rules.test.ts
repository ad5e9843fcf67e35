import { expect, test } from 'vitest';
import { glyphPath } from '../../src/ui/components/glyph-path.ts';
import { starFill } from '../../src/ui/components/star-fill.ts';
import { passphraseProblem } from '../../src/ui/pages/identity/passphrase.ts';
import { MAX_REVIEW, reviewProblem } from '../../src/ui/pages/module/review.ts';
import { needsOf, needsOfModules } from '../../src/ui/text/needs.ts';

test('a review of the limit fits, one character more does not', () => {
  expect(reviewProblem('x'.repeat(MAX_REVIEW))).toBeUndefined();
  expect(reviewProblem('x'.repeat(MAX_REVIEW + 1))).toBe(
    'The review is 1 character too long. Shorten it; nothing was cut off.',
  );
});

test('a passphrase is long enough and typed twice alike', () => {
  expect(passphraseProblem('seven77', 'seven77')).toHaveProperty('first');
  expect(passphraseProblem('eight888', 'eight88')).toHaveProperty('second');
  expect(passphraseProblem('eight888', 'eight888')).toBeUndefined();
});

test('the picture of an id is always the same, mirrored, and differs from its neighbour', () => {
  const cells = glyphPath('io.acme.codec').match(/M\d \d/g) ?? [];
  const mirrored = cells.map((cell) => `M${4 - Number(cell[1])} ${cell[3]}`);

  expect(new Set(mirrored)).toEqual(new Set(cells));
  expect(glyphPath('io.acme.codec')).not.toBe(glyphPath('io.acme.codec2'));
});

test('what a module needs is said in words', () => {
  expect(needsOf(['nothing']).label).toBe('Needs nothing');
  expect(needsOf(['env', 'wasi']).label).toBe('Needs a C host, WASI');
  expect(needsOfModules(['wasi_snapshot_preview1']).meaning).toBe(
    'To run it, bring: a WASI host, any will do.',
  );
});

test('stars are filled in halves, to the nearest one', () => {
  const fills = (value: number) => [1, 2, 3, 4, 5].map((star) => starFill(value, star)).join(' ');
  expect(fills(5)).toBe('full full full full full');
  expect(fills(4.5)).toBe('full full full full half');
  expect(fills(3.2)).toBe('full full full empty empty');
  expect(fills(1)).toBe('full empty empty empty empty');
});
