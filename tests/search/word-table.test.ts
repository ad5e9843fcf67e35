import {
  array,
  assert as hold,
  boolean,
  constantFrom,
  nat,
  oneof,
  property,
  record,
  string,
} from 'fast-check';
import { expect, test } from 'vitest';
import { createLexicon } from '../../src/core/search/lexicon.ts';
import { createWordTable } from '../../src/core/search/word-table.ts';

const someWord = oneof(
  nat(400).map((number) => `w${number}`),
  string({ maxLength: 4 }),
  constantFrom('', 'é', 'z'),
);
const step = record({ word: someWord, drop: boolean() });

test('a table of words holds what a Map would', () => {
  hold(
    property(array(step, { maxLength: 900 }), (steps) => {
      const words: string[] = [];
      const table = createWordTable((number) => words[number] as string);
      const plain = new Map<string, number>();
      for (const { word, drop } of steps) {
        if (drop) {
          table.delete(word);
          plain.delete(word);
        } else if (!plain.has(word)) {
          plain.set(word, words.push(word) - 1);
          table.add(word, words.length - 1);
        }
        expect(table.find(word, 0, word.length, false)).toBe(plain.get(word) ?? -1);
      }
      for (const word of words)
        expect(table.find(`<${word}>`, 1, word.length + 1, false)).toBe(plain.get(word) ?? -1);
    }),
    { numRuns: 60 },
  );
});

test('a word is found where it stands in a text, with capitals too', () => {
  const lexicon = createLexicon();
  const number = lexicon.take('codec');
  expect(lexicon.takeFrom('WebP Codec', 5, 10, true)).toBe(number);
  expect(lexicon.wordAt(lexicon.takeFrom('WebP Codec', 0, 4, true))).toBe('webp');
  expect([lexicon.numberOf('code'), lexicon.numberOf('webp')]).toEqual([undefined, 1]);
});

/** Hashed as the table does, by the place where they fall. */
function wordsThatMeet(count: number): string[] {
  const places = new Map<number, string[]>();
  for (let number = 0; ; number += 1) {
    const word = number.toString(36);
    let hash = 0x811c9dc5;
    for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const place = hash & 0xfff;
    const meeting = places.get(place) ?? [];
    places.set(place, meeting);
    if (meeting.push(word) === count) return meeting;
  }
}

test('words that were made to meet in one place are found all the same, and can be left again', () => {
  const words = wordsThatMeet(200);
  const table = createWordTable((number) => words[number] as string);
  for (const [number, word] of words.entries()) table.add(word, number);
  expect(words.map((word) => table.find(word, 0, word.length, false))).toEqual([...words.keys()]);
  for (const word of words.slice(0, 150)) table.delete(word);
  expect(words.map((word) => table.find(word, 0, word.length, false))).toEqual(
    words.map((_, number) => (number < 150 ? -1 : number)),
  );
  expect(table.find('other', 0, 5, false)).toBe(-1);
});
