import type { Random } from '../../tests/support/random.ts';

const ONSETS = [
  'b',
  'br',
  'c',
  'ch',
  'd',
  'dr',
  'f',
  'fl',
  'g',
  'gr',
  'h',
  'j',
  'k',
  'l',
  'm',
  'n',
  'p',
  'pl',
];
const MORE_ONSETS = ['qu', 'r', 's', 'sh', 'sk', 'st', 't', 'th', 'tr', 'v', 'w', 'x', 'y', 'z'];
const NUCLEI = ['a', 'e', 'i', 'o', 'u', 'ai', 'ea', 'io', 'ou'];
const CODAS = ['', '', '', 'l', 'm', 'n', 'r', 's', 't', 'x', 'nd', 'rk', 'sh'];

/** A word that could be one: two or three syllables, no two alike. */
function madeUpWords(random: Random, count: number): string[] {
  const onsets = [...ONSETS, ...MORE_ONSETS];
  const words = new Set<string>();
  while (words.size < count) {
    const syllables = 2 + random.below(2);
    const parts = Array.from(
      { length: syllables },
      (_, nth) =>
        random.pick(onsets) + random.pick(NUCLEI) + (nth === syllables - 1 ? random.pick(CODAS) : ''),
    );
    words.add(parts.join(''));
  }
  return [...words];
}

/**
 * Places from 0 on, the n-th as often as 1/n: as the words of a language are used, and what others depend on.
 *
 * @param most places there can be; `pick` may be asked for the first few of them.
 */
export function zipf(random: Random, most: number): { pick(count: number): number } {
  const sums = new Float64Array(most);
  let sum = 0;
  for (let place = 0; place < most; place += 1) sums[place] = sum += 1 / (place + 2);
  return {
    pick(count) {
      const wanted = (random.below(2 ** 32) / 2 ** 32) * (sums[count - 1] ?? 0);
      let [low, high] = [0, count - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sums[middle] ?? 0) > wanted) high = middle;
        else low = middle + 1;
      }
      return low;
    },
  };
}

export interface Vocabulary {
  /** One word of a description or name. */
  word(): string;
  rareWord(): string;
  tag(): string;
  author(): string;
}

/** As large as catalogues of so many modules have it. */
export function vocabularyOf(random: Random, modules: number): Vocabulary {
  const words = madeUpWords(random, Math.min(40_000, 400 + Math.ceil(modules / 3)));
  const tags = madeUpWords(random, Math.min(600, 20 + Math.ceil(modules / 100)));
  const surnames = madeUpWords(random, Math.min(8000, 10 + Math.ceil(modules / 10)));
  const names = madeUpWords(random, 300);
  const [wordPlaces, tagPlaces, authorPlaces] = [words, tags, surnames].map(({ length }) =>
    zipf(random, length),
  );
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  const at = (list: readonly string[], place: number | undefined): string => list[place ?? 0] ?? '';
  return {
    word: () => at(words, wordPlaces?.pick(words.length)),
    rareWord: () => random.pick(words),
    tag: () => at(tags, tagPlaces?.pick(tags.length)),
    author() {
      const place = authorPlaces?.pick(surnames.length) ?? 0;
      // One and the same person each time.
      return `${capital(at(names, (place * 7) % names.length))} ${capital(at(surnames, place))}`;
    },
  };
}
