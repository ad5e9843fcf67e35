/** Letters of a word that count; what follows tells no module from another. */
export const LONGEST_WORD = 48;

const RUN = /[\p{L}\p{N}\p{M}]+/gu;
const MARKS = /\p{M}+/gu;
/** Humps of a camel: `Web`, `GL`, `2`, `Decoder`. */
const HUMP = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+|\p{Lo}+/gu;
const HUMPED = /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u;
const NUMBERED = /^(\p{L}{3,})\p{N}+$/u;
const PLAIN = /^[a-z0-9]*$/;

/** Lower case without marks, and what Unicode holds to be the same letter as that letter (`ﬁ`, `Ａ`, `é`). */
function folded(text: string): string {
  return PLAIN.test(text) ? text : text.normalize('NFKD').replaceAll(MARKS, '').toLowerCase();
}

const ASCII = /^[\0-\x7f]*$/;
const [OTHER, SMALL, CAPITAL, DIGIT] = [0, 1, 2, 3];
/** What each letter of ASCII is. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  if (/[a-z]/.test(letter)) return SMALL;
  if (/[A-Z]/.test(letter)) return CAPITAL;
  return /[0-9]/.test(letter) ? DIGIT : OTHER;
});
const SHORTEST_NUMBERED = 3;

/** A run of letters and digits in ASCII: where it lies, and what within it is no small letter. */
interface AsciiRun {
  start: number;
  end: number;
  /** At least one, at the beginning or anywhere. */
  hasCapitals: boolean;
  /** One that is not at the beginning. */
  hasLaterCapitals: boolean;
  /** How many letters come before the first digit. */
  letters: number;
  /** Letters, then digits. */
  isNumbered: boolean;
}

const run: AsciiRun = {
  start: 0,
  end: 0,
  hasCapitals: false,
  hasLaterCapitals: false,
  letters: 0,
  isNumbered: false,
};

/** Finds the first run from `from` on. @returns whether there is one. */
function findRun(text: string, from: number): boolean {
  const { length } = text;
  let at = from;
  while (at < length && KINDS[text.charCodeAt(at)] === OTHER) at += 1;
  if (at === length) return false;
  const start = at;
  let capitals = 0;
  let digits = 0;
  let letters = 0;
  let kind = KINDS[text.charCodeAt(at)];
  const beginsCapital = kind === CAPITAL;
  while (kind !== OTHER && at < length) {
    if (kind === DIGIT) digits += 1;
    else if (digits === 0) letters += 1;
    if (kind === CAPITAL) capitals += 1;
    at += 1;
    kind = at < length ? KINDS[text.charCodeAt(at)] : OTHER;
  }
  run.start = start;
  run.end = at;
  run.hasCapitals = capitals > 0;
  run.hasLaterCapitals = capitals > (beginsCapital ? 1 : 0);
  run.letters = letters;
  run.isNumbered = digits > 0 && letters + digits === at - start;
  return true;
}

function asciiWord(text: string, from: number, to: number, hasCapitals: boolean): string {
  const word = text.slice(from, Math.min(to, from + LONGEST_WORD));
  return hasCapitals ? word.toLowerCase() : word;
}

/** The words of a text as they stand, folded. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  if (ASCII.test(text)) {
    for (let at = 0; findRun(text, at); at = run.end)
      words.push(asciiWord(text, run.start, run.end, run.hasCapitals));
    return words;
  }
  for (const [found] of text.matchAll(RUN)) {
    // Folding may bring out what no word holds, as the space in `´`.
    for (const [word] of folded(found).matchAll(RUN)) words.push(word.slice(0, LONGEST_WORD));
  }
  return words;
}

/**
 * Gets a word where it stands in a text.
 *
 * @param capitals it may hold capitals of ASCII there, and stands for the same in small letters.
 * @param within it is a part of the word before.
 */
export type TakeWord = (text: string, from: number, to: number, capitals: boolean, within: boolean) => void;

/**
 * The words of a text, each followed by those within it: the humps of `WebPDecoder`, and `sqlite` of `sqlite3`.
 * Nearly every text is ASCII and is read letter by letter: each text of a hundred thousand modules comes by here.
 *
 */
export function splitWords(text: string, take: TakeWord): void {
  if (!ASCII.test(text)) {
    splitAnyWords(text, take);
    return;
  }
  for (let at = 0; findRun(text, at); at = run.end) {
    const { start, end, hasCapitals, hasLaterCapitals, letters, isNumbered } = run;
    take(text, start, Math.min(end, start + LONGEST_WORD), hasCapitals, false);
    if (hasLaterCapitals) takeWithin(text.slice(start, end), take);
    else if (isNumbered && letters >= SHORTEST_NUMBERED)
      take(text, start, start + Math.min(letters, LONGEST_WORD), hasCapitals, true);
    run.end = end;
  }
}

/** The same for texts in any script; of ASCII it says the same as above. */
export function splitAnyWords(text: string, take: TakeWord): void {
  for (const [found] of text.matchAll(RUN)) {
    for (const [word] of folded(found).matchAll(RUN)) takeWhole(word, false, take);
    takeWithin(found, take);
  }
}

function takeWhole(word: string, within: boolean, take: TakeWord): void {
  take(word, 0, Math.min(word.length, LONGEST_WORD), false, within);
}

function takeWithin(found: string, take: TakeWord): void {
  if (HUMPED.test(found)) {
    for (const [hump] of found.matchAll(HUMP)) {
      const word = folded(hump);
      if (word.length > 1) takeWhole(word, true, take);
    }
    return;
  }
  const letters = NUMBERED.exec(found)?.[1];
  if (letters !== undefined) takeWhole(folded(letters), true, take);
}

/** A text in one word, so that `web-p`, `WebP` and `web p` are the same name; empty where it has no letter or digit. */
export function oneWord(text: string): string {
  return wordsOf(text.slice(0, LONGEST_WORD * 4))
    .join('')
    .slice(0, LONGEST_WORD);
}

/** They find when they stand alone; beside other words they only rank. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  'a an and are as at be by for from has in into is it its of on or s that the this to with your you'.split(
    ' ',
  ),
);
