import type { DocumentStore } from './document-store.ts';
import { editDistance } from './edit-distance.ts';

/** Words of the index that a typed word stands for; each with what a hit by it is worth, 1 at most. */
export interface Expansion {
  readonly words: number[];
  readonly factors: number[];
  /** Holders of all these words, those of several counted several times. */
  holders: number;
}

/** Fewer holders than these, and a word may be misspelt. */
const FEW = 6;
const ONE_EDIT_FROM = 4;
const TWO_EDITS_FROM = 8;
const LONGEST_MISSPELT = 40;
const BEGINNING = 0.5;
const BEGINNING_NEARLY_WHOLE = 0.35;
const ONE_EDIT = 0.4;
const TWO_EDITS = 0.25;
const MISSPELT_BEGINNING = 0.2;

const add = (expansion: Expansion, word: number, factor: number, store: DocumentStore): void => {
  expansion.words.push(word);
  expansion.factors.push(factor);
  expansion.holders += store.postings.lengthOf(word);
};

const DIGITS = /[^0-9]+/gu;
/** Another number is another thing: `rfc5297` is no typo of `rfc5298`, as `sqlite` may be one of `sqlite3`. */
function sameNumber(a: string, b: string): boolean {
  const [first, second] = [a.replaceAll(DIGITS, ''), b.replaceAll(DIGITS, '')];
  return first === second || first === '' || second === '';
}

const allowedEdits = (letters: number): number =>
  letters < ONE_EDIT_FROM || letters > LONGEST_MISSPELT ? 0 : letters < TWO_EDITS_FROM ? 1 : 2;

/**
 * What a typed word may mean: itself; where it is the last one, or is not known, words that begin so; and where few
 * documents have those, words that differ by a typo.
 *
 * @param exact it stood in quotes: nothing but itself.
 */
export function expandWord(
  store: DocumentStore,
  word: string,
  { exact, last }: { exact: boolean; last: boolean },
): Expansion {
  const { lexicon } = store;
  const expansion: Expansion = { words: [], factors: [], holders: 0 };
  const own = lexicon.numberOf(word);
  if (own !== undefined) add(expansion, own, 1, store);
  if (exact) return expansion;
  if (last || own === undefined) addBeginnings(store, word, own, expansion);
  const edits = allowedEdits(word.length);
  if (expansion.holders < FEW && edits > 0) addMisspelt(store, word, edits, last, expansion);
  return expansion;
}

function addBeginnings(
  store: DocumentStore,
  word: string,
  own: number | undefined,
  expansion: Expansion,
): void {
  const found: number[] = [];
  store.lexicon.startingWith(word, found);
  for (const number of found) {
    if (number === own) continue;
    const share = word.length / store.lexicon.lengthAt(number);
    add(expansion, number, BEGINNING + BEGINNING_NEARLY_WHOLE * share, store);
  }
}

function addMisspelt(
  store: DocumentStore,
  word: string,
  edits: number,
  last: boolean,
  expansion: Expansion,
): void {
  const { lexicon } = store;
  const near: number[] = [];
  lexicon.near(word, edits, false, near);
  const known = new Set(expansion.words);
  const far: number[] = [];
  let found = 0;
  for (const number of near) {
    const other = lexicon.wordAt(number);
    if (known.has(number) || !sameNumber(word, other)) continue;
    const distance = editDistance(word, other, edits, false);
    if (distance === 1) {
      add(expansion, number, ONE_EDIT, store);
      found += 1;
    } else if (distance <= edits) far.push(number);
  }
  if (found === 0) for (const number of far) add(expansion, number, TWO_EDITS, store);
  if (last && expansion.words.length === 0 && word.length > ONE_EDIT_FROM)
    addMisspeltBeginnings(store, word, expansion);
}

function addMisspeltBeginnings(store: DocumentStore, word: string, expansion: Expansion): void {
  const near: number[] = [];
  store.lexicon.near(word, 1, true, near);
  for (const number of near) {
    const other = store.lexicon.wordAt(number);
    if (sameNumber(word, other) && editDistance(word, other, 1, true) === 1)
      add(expansion, number, MISSPELT_BEGINNING, store);
  }
}

/** Whole names, by number, that a question as one word is, begins, or misspells; each with what that is worth, 1 at most. */
export interface WholeNames {
  readonly exact: number | undefined;
  readonly begun: readonly (readonly [name: number, factor: number])[];
  readonly misspelt: readonly (readonly [name: number, factor: number])[];
}

const SHORTEST_BEGINNING = 2;

/**
 * Names that differ by a typo are looked for only where none is or begins so.
 *
 * @param mostEdits how many typos such a name may have.
 */
export function expandWhole({ names }: DocumentStore, typed: string, mostEdits: number): WholeNames {
  const exact = names.numberOf(typed);
  const found: number[] = [];
  if (typed.length >= SHORTEST_BEGINNING) names.startingWith(typed, found);
  const begun = found
    .filter((number) => number !== exact)
    .map((number) => [number, typed.length / names.lengthAt(number)] as const);
  const misspelt: (readonly [number, number])[] = [];
  const edits = Math.min(mostEdits, allowedEdits(typed.length));
  if (exact === undefined && begun.length === 0 && edits > 0) {
    const near: number[] = [];
    names.near(typed, edits, false, near);
    for (const number of near) {
      const other = names.wordAt(number);
      const distance = editDistance(typed, other, edits, false);
      if (distance <= edits && sameNumber(typed, other))
        misspelt.push([number, 1 - (distance * 2) / (typed.length + 4)]);
    }
  }
  return { exact, begun, misspelt };
}
