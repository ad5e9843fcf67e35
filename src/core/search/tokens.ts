import type { Lexicon } from './lexicon.ts';
import type { SearchDocument } from './search-document.ts';
import { LONGEST_WORD, oneWord, splitWords } from './split-words.ts';

/** Where a word stands. Stored: append only. */
export const FIELD = {
  name: 0,
  id: 1,
  tags: 2,
  author: 3,
  description: 4,
  wholeName: 5,
  wholeLabel: 6,
} as const;

/**
 * A word of a document, in the order of its texts: the word's number, its field, and whether it is only a part of the word
 * before. Words of a description are bounded, so that one document cannot stand for a thousand.
 */
export const tokenOf = (word: number, field: number, within: boolean): number =>
  ((word << 4) | (field << 1) | (within ? 1 : 0)) >>> 0;
export const wordOf = (token: number): number => token >>> 4;
export const fieldOf = (token: number): number => (token >>> 1) & 7;
/** Whether it stands for a whole name or label: its number is one of the names, not of the words. */
export const isWhole = (token: number): boolean => fieldOf(token) >= FIELD.wholeName;
export const isWithin = (token: number): boolean => (token & 1) === 1;

const LONGEST_TEXT = 32_768;
const MOST_TOKENS = 4_096;
const MOST_LISTED = 256;

/** Reads the texts of a document once; every word gets a number. Whole names come first. */
export function tokensOf(document: SearchDocument, words: Lexicon, names: Lexicon): number[] {
  const tokens: number[] = [];
  const add = (text: string, field: number): void =>
    splitWords(text.slice(0, LONGEST_TEXT), (within, from, to, capitals, isPart) => {
      if (tokens.length < MOST_TOKENS)
        tokens.push(tokenOf(words.takeFrom(within, from, to, capitals), field, isPart));
    });
  const { id, name } = document;
  const whole = oneWord(name);
  const label = oneWord(id.slice(id.lastIndexOf('.') + 1));
  if (whole !== '') tokens.push(tokenOf(names.take(whole), FIELD.wholeName, false));
  if (label !== '' && label !== whole) tokens.push(tokenOf(names.take(label), FIELD.wholeLabel, false));
  add(name.slice(0, LONGEST_WORD * 8), FIELD.name);
  add(id.slice(0, LONGEST_WORD * 8), FIELD.id);
  for (const tag of document.tags.slice(0, MOST_LISTED)) add(tag, FIELD.tags);
  add(document.author, FIELD.author);
  add(document.description, FIELD.description);
  return tokens;
}
