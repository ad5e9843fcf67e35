/**
 * Scripts whose letters are met in names, each with what is written together with it. A letter of one that stands
 * with a letter of none of its companions is what a twin of somebody else's name is made of.
 */
const SCRIPTS: readonly RegExp[] = [
  /\p{scx=Latin}/u,
  /\p{scx=Greek}/u,
  /\p{scx=Cyrillic}/u,
  /\p{scx=Armenian}/u,
  /\p{scx=Georgian}/u,
  /\p{scx=Hebrew}/u,
  /\p{scx=Arabic}/u,
  /\p{scx=Devanagari}/u,
  /\p{scx=Thai}/u,
  /\p{scx=Cherokee}/u,
  /\p{scx=Coptic}/u,
  // Japanese, Korean and Chinese are each written in several at once.
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}]/u,
];

/** Takes room in the text and none on the screen. */
const UNSEEN = /[\p{Cf}\u115f\u1160\u3164\uffa0]/u;

/** Whether a name is to be marked: letters of more than one script, or something that nobody sees. */
export function isConfusable(name: string): boolean {
  if (UNSEEN.test(name)) return true;
  const letters = [...name.normalize('NFC')].filter((letter) => /\p{L}/u.test(letter));
  return SCRIPTS.some((script) => {
    const own = letters.filter((letter) => script.test(letter));
    return own.length > 0 && own.length < letters.length;
  });
}
