import { array, assert as hold, constantFrom, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { splitAnyWords, splitWords, wordsOf, type TakeWord } from '../../src/core/search/split-words.ts';

type Split = (text: string, take: TakeWord) => void;

function split(by: Split, text: string): string[] {
  const words: string[] = [];
  by(text, (within, from, to, capitals, isPart) => {
    const word = within.slice(from, to);
    words.push((isPart ? '+' : '') + (capitals ? word.toLowerCase() : word));
  });
  return words;
}

const PIECES = [
  'WebP',
  'JSON',
  'sqlite3',
  'v2',
  'ab1',
  'abc1',
  'ABC12',
  'x86_64',
  'Foo2Bar',
  'HTTPServer',
  'a',
  'I',
  '0',
  '9z',
  '-',
  '.',
  ' ',
  '_',
  '+',
  '\0',
  '\x7f',
  'é',
  'Ü',
  'ﬁ',
  '²',
  '字',
  'µ',
  'a'.repeat(60),
  `${'B'.repeat(60)}1`,
];
const pieces = constantFrom(...PIECES);
const someText = oneof(
  array(pieces, { maxLength: 12 }).map((all) => all.join('')),
  string({ unit: 'binary-ascii', maxLength: 40 }),
  string({ unit: 'binary', maxLength: 20 }),
);

test('a text in ASCII has the words that any text would have', () => {
  hold(
    property(someText, (text) => {
      expect(split(splitWords, text)).toEqual(split(splitAnyWords, text));
      const whole = split(splitAnyWords, text).filter((word) => !word.startsWith('+'));
      expect(wordsOf(text)).toEqual(whole);
    }),
    { numRuns: 2000 },
  );
});

test('a word is followed by its humps, or by what stands before its number', () => {
  expect(split(splitWords, 'WebPDecoder uses sqlite3, RFC 5297')).toEqual([
    'webpdecoder',
    '+web',
    '+decoder',
    'uses',
    'sqlite3',
    '+sqlite',
    'rfc',
    '5297',
  ]);
});
