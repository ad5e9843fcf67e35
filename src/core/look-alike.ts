/** What looks alike, as it is read: lower-case ASCII, and letters of other scripts for the Latin ones they resemble. */
const LOOKS_LIKE: ReadonlyMap<string, string> = new Map([
  ...['0o', '1l', 'il', '5s', '|l'].map((pair): [string, string] => [pair.charAt(0), pair.charAt(1)]),
  ...[...'аaеeоoрpсcхxуyіlѕsԁdɡgһhкkмmтtвbнhαaεeοoνvρpτtκkιlıl'].flatMap(
    (letter, index, all): [string, string][] => (index % 2 === 0 ? [[letter, all[index + 1] ?? '']] : []),
  ),
]);

/** Latin, Greek and Cyrillic; what stands behind them resembles nothing here. */
const FOLDED = Uint16Array.from({ length: 0x500 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  return (LOOKS_LIKE.get(letter) ?? letter).charCodeAt(0);
});
const HYPHEN = '-'.charCodeAt(0);
const [R, N, M, V, W] = ['r', 'n', 'm', 'v', 'w'].map((letter) => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
];

/** Passed over: in a name all that is neither letter nor digit of ASCII, in an id the hyphen (its dots tell parts apart). */
function isPassed(code: number, isName: boolean): boolean {
  if (!isName) return code === HYPHEN;
  return code < 0x80 && !(code >= 0x30 && code <= 0x39) && !(code >= 0x61 && code <= 0x7a);
}

const foldedAt = (text: string, at: number): number => FOLDED[text.charCodeAt(at)] ?? text.charCodeAt(at);

/**
 * Folds a text from `from` on, letter by letter.
 *
 * @param take gets each; folding ends where it says no, which is soon where texts are compared.
 */
function fold(text: string, from: number, isName: boolean, take: (code: number) => boolean): boolean {
  for (let at = from; at < text.length; at += 1) {
    let code = foldedAt(text, at);
    if (isPassed(code, isName)) continue;
    if ((code === R && foldedAt(text, at + 1) === N) || (code === V && foldedAt(text, at + 1) === V)) {
      code = code === R ? M : W;
      at += 1;
    }
    if (!take(code)) return false;
  }
  return true;
}

/** A text with what looks alike, hyphens and case no longer told apart. */
export interface Skeleton {
  readonly isName: boolean;
  readonly codes: Uint16Array;
}

export function skeletonOf(text: string, isName: boolean): Skeleton {
  const codes: number[] = [];
  fold(text, 0, isName, (code) => codes.push(code) > 0);
  return { isName, codes: Uint16Array.from(codes) };
}

/** Whether the text, from `from` on, folds to the skeleton. */
export function readsAs({ codes, isName }: Skeleton, text: string, from = 0): boolean {
  if (text.length - from < codes.length) return false;
  let length = 0;
  const all = fold(text, from, isName, (code) => codes[length++] === code);
  return all && length === codes.length;
}
