/**
 * Numbers by word, looked up where the word stands in a text: a word that is known is found without being cut out, and words
 * are looked up thirty times for each document. Numbers of 31 bits.
 */
export interface WordTable {
  /** -1: not here. @param capitals the text may hold capitals of ASCII there; the word does not. */
  find(text: string, from: number, to: number, capitals: boolean): number;
  /** A word that is not here. */
  add(word: string, number: number): void;
  delete(word: string): void;
}

const EMPTY = -1;
const LEFT = -2;
/** So far from its place a word is looked for; words that were made to meet there go into a `Map`, which hides how it hashes. */
const FARTHEST = 64;

/** FNV-1a over small letters, its bits mixed once more at the end. */
function hashOf(text: string, from: number, to: number, capitals: boolean): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    hash = Math.imul(hash ^ (capitals && code >= 65 && code <= 90 ? code + 32 : code), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function stands(word: string, text: string, from: number, to: number, capitals: boolean): boolean {
  if (word.length !== to - from) return false;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (word.charCodeAt(at - from) !== (capitals && code >= 65 && code <= 90 ? code + 32 : code))
      return false;
  }
  return true;
}

/** @param wordAt reads the word of a number that was added. */
export function createWordTable(wordAt: (number: number) => string): WordTable {
  /** Hash and number by turns. */
  let places = new Int32Array(512).fill(EMPTY);
  /** Places that are not empty, those that were left too. */
  let used = 0;
  const far = new Map<string, number>();

  /** Place of the word; -1 where it has none. */
  function placeOf(hash: number, text: string, from: number, to: number, capitals: boolean): number {
    const last = places.length - 1;
    let place = (hash << 1) & last;
    for (let step = 0; step < FARTHEST; step += 1) {
      const number = places[place + 1] as number;
      if (number === EMPTY) return -1;
      if (number !== LEFT && places[place] === hash && stands(wordAt(number), text, from, to, capitals))
        return place;
      place = (place + 2) & last;
    }
    return -1;
  }

  function insert(hash: number, number: number): void {
    const last = places.length - 1;
    let place = (hash << 1) & last;
    for (let step = 0; step < FARTHEST; step += 1) {
      if (places[place + 1] === EMPTY) {
        places[place] = hash;
        places[place + 1] = number;
        used += 1;
        return;
      }
      place = (place + 2) & last;
    }
    far.set(wordAt(number), number);
  }

  /** A millisecond for fifty thousand words. */
  function grow(): void {
    const before = places;
    let held = 0;
    for (let place = 1; place < before.length; place += 2) if ((before[place] as number) >= 0) held += 1;
    const stood = [...far];
    far.clear();
    used = 0;
    places = new Int32Array(held * 4 >= before.length / 2 ? before.length * 2 : before.length).fill(EMPTY);
    for (let place = 0; place < before.length; place += 2)
      if ((before[place + 1] as number) >= 0) insert(before[place] as number, before[place + 1] as number);
    for (const [word, number] of stood) insert(hashOf(word, 0, word.length, false), number);
  }

  return {
    find(text, from, to, capitals) {
      const place = placeOf(hashOf(text, from, to, capitals), text, from, to, capitals);
      if (place !== -1) return places[place + 1] as number;
      if (far.size === 0) return -1;
      const word = text.slice(from, to);
      return far.get(capitals ? word.toLowerCase() : word) ?? -1;
    },
    add(word, number) {
      // At least half of the places are empty.
      if (used * 4 >= places.length) grow();
      insert(hashOf(word, 0, word.length, false), number);
    },
    delete(word) {
      const place = placeOf(hashOf(word, 0, word.length, false), word, 0, word.length, false);
      if (place === -1) far.delete(word);
      else places[place + 1] = LEFT;
    },
  };
}
