/** Letters of a word that is told from a misspelt one by one letter, and by two. */
const ONE_LETTER = 5;
const TWO_LETTERS = 9;
const isWordEnd = (text: string, at: number) =>
  at < 0 || at >= text.length || text[at] === '-' || text[at] === '.';

/** Of what a stretch of an id is made; digits alone count for nothing. */
const LETTERS = 1;
const WORD_ENDS = 2;

function partsIn(text: string, from: number, to: number): number {
  let parts = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x30) parts |= WORD_ENDS;
    else if (code > 0x39) parts |= LETTERS;
  }
  return parts;
}

/** Where two ids differ in one word, by one letter or two; numbers aside, as `sha256` and `sha512` are two things. */
export function misspelling(one: string, other: string): string | undefined {
  if (Math.abs(one.length - other.length) > 2) return undefined;
  let start = 0;
  while (start < one.length && one.charCodeAt(start) === other.charCodeAt(start)) start += 1;
  let [endOne, endOther] = [one.length, other.length];
  while (
    endOne > start &&
    endOther > start &&
    one.charCodeAt(endOne - 1) === other.charCodeAt(endOther - 1)
  ) {
    endOne -= 1;
    endOther -= 1;
  }
  const parts = partsIn(one, start, endOne) | partsIn(other, start, endOther);
  if (parts !== LETTERS) return undefined;
  let wordStart = start;
  while (!isWordEnd(one, wordStart - 1)) wordStart -= 1;
  let right = 0;
  while (!isWordEnd(one, endOne + right)) right += 1;
  const [word, otherWord] = [one.slice(wordStart, endOne + right), other.slice(wordStart, endOther + right)];
  const length = Math.min(word.length, otherWord.length);
  const most = length >= TWO_LETTERS ? 2 : length >= ONE_LETTER ? 1 : 0;
  if (most === 0 || !isWithin(most, one.slice(start, endOne), 0, other.slice(start, endOther), 0))
    return undefined;
  return `${word} for ${otherWord}`;
}

/** Whether so many letters replaced, added, left out or swapped with their neighbour make one text the other. */
function isWithin(left: number, one: string, at: number, other: string, otherAt: number): boolean {
  while (at < one.length && one.charCodeAt(at) === other.charCodeAt(otherAt)) {
    at += 1;
    otherAt += 1;
  }
  const [rest, otherRest] = [one.length - at, other.length - otherAt];
  if (rest === 0 || otherRest === 0) return rest + otherRest <= left;
  if (left === 0) return false;
  const isSwapped =
    one.charCodeAt(at) === other.charCodeAt(otherAt + 1) &&
    one.charCodeAt(at + 1) === other.charCodeAt(otherAt);
  return (
    isWithin(left - 1, one, at + 1, other, otherAt + 1) ||
    isWithin(left - 1, one, at + 1, other, otherAt) ||
    isWithin(left - 1, one, at, other, otherAt + 1) ||
    (isSwapped && isWithin(left - 1, one, at + 2, other, otherAt + 2))
  );
}
