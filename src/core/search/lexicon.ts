import { grown } from './grown.ts';
import { letterMask } from './edit-distance.ts';
import { createWordTable } from './word-table.ts';

const PACKED = 4;
const ASCII = /^[\0-\x7f]*$/u;

/** Four letters from `from` on as one number, so that a prefix is looked for in columns of numbers. Beyond ASCII they share bytes. */
function packed(word: string, from: number): number {
  let head = 0;
  const end = Math.min(word.length, from + PACKED);
  for (let at = from; at < end; at += 1) {
    const code = word.charCodeAt(at);
    head |= (code < 0x80 ? code : 0x80 | (code & 0x7f)) << (24 - 8 * (at - from));
  }
  return head >>> 0;
}

/** The bits of a packed number that so many letters fill. */
function bitsOf(letters: number): number {
  return letters <= 0 ? 0 : letters >= PACKED ? 0xffffffff : (0xffffffff << (32 - 8 * letters)) >>> 0;
}

/**
 * All different words by number. Looked through column by column rather than held in a tree: 100,000 numbers take a tenth
 * of a millisecond, a new word costs no more than its columns, and typos need no walk of their own.
 */
export interface Lexicon {
  /** One more than the largest number. */
  readonly end: number;
  numberOf(word: string): number | undefined;
  wordAt(number: number): string;
  lengthAt(number: number): number;
  /** The word's number; a new one where it has none. */
  take(word: string): number;
  /** The same for a word that stands in a text. @param capitals it may hold capitals of ASCII there. */
  takeFrom(text: string, from: number, to: number, capitals: boolean): number;
  /** Frees the number of a word that no document holds any more. */
  free(number: number): void;
  /** Numbers of words that begin so, the word itself too. */
  startingWith(prefix: string, found: number[]): void;
  /**
   * Numbers of words that may lie within so many edits, by their length and letters.
   *
   * @param open the words may go on: what is typed may be their beginning.
   */
  near(word: string, edits: number, open: boolean, found: number[]): void;
}

export function createLexicon(): Lexicon {
  const words: string[] = [];
  const numbers = createWordTable((number) => words[number] as string);
  const unused: number[] = [];
  /** The first four letters of each, and the next four. */
  let heads = new Uint32Array(256);
  let seconds = new Uint32Array(256);
  let masks = new Uint32Array(256);
  /** 0: an unused number. */
  let lengths = new Uint8Array(256);

  function take(text: string, from: number, to: number, capitals: boolean): number {
    const known = numbers.find(text, from, to, capitals);
    if (known !== -1) return known;
    const cut = text.slice(from, to);
    const word = capitals ? cut.toLowerCase() : cut;
    const number = unused.pop() ?? words.length;
    heads = grown(heads, number + 1);
    seconds = grown(seconds, number + 1);
    masks = grown(masks, number + 1);
    lengths = grown(lengths, number + 1);
    words[number] = word;
    numbers.add(word, number);
    heads[number] = packed(word, 0);
    seconds[number] = packed(word, PACKED);
    masks[number] = letterMask(word);
    lengths[number] = word.length;
    return number;
  }

  return {
    get end() {
      return words.length;
    },
    numberOf(word) {
      const number = numbers.find(word, 0, word.length, false);
      return number === -1 ? undefined : number;
    },
    wordAt: (number) => words[number] ?? '',
    lengthAt: (number) => lengths[number] ?? 0,
    take: (word) => take(word, 0, word.length, false),
    takeFrom: take,
    free(number) {
      numbers.delete(words[number] ?? '');
      words[number] = '';
      lengths[number] = 0;
      heads[number] = 0;
      seconds[number] = 0;
      unused.push(number);
    },
    startingWith(prefix, found) {
      const head = packed(prefix, 0);
      const second = packed(prefix, PACKED);
      const headBits = bitsOf(prefix.length);
      const secondBits = bitsOf(prefix.length - PACKED);
      const isSure = prefix.length <= 2 * PACKED && ASCII.test(prefix);
      const { length } = words;
      for (let number = 0; number < length; number += 1) {
        if (((heads[number] as number) & headBits) >>> 0 !== head) continue;
        if (((seconds[number] as number) & secondBits) >>> 0 !== second) continue;
        if (isSure || (words[number] as string).startsWith(prefix)) found.push(number);
      }
    },
    near(word, edits, open, found) {
      const mask = letterMask(word);
      const shortest = word.length - edits;
      const longest = open ? 255 : word.length + edits;
      const { length } = words;
      for (let number = 0; number < length; number += 1) {
        const size = lengths[number] as number;
        if (size < shortest || size > longest) continue;
        const other = masks[number] as number;
        // An edit takes at most one letter away and brings at most one.
        if (bitCount(mask & ~other) > edits || (!open && bitCount(other & ~mask) > edits)) continue;
        found.push(number);
      }
    },
  };
}

function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return (((count + (count >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
