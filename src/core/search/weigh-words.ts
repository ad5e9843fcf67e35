import { grown } from './grown.ts';
import { FIELD, fieldOf, isWhole, isWithin, wordOf } from './tokens.ts';

/** Weight of one sure occurrence, in the order of FIELD; last, what follows the beginning of a description. */
const BOOST = [6, 4, 3, 1.5, 1.7, 1];
/** A description begins with what the module is; so many words of it. */
const BEGINNING = 10;
const REST = 5;
/** Words that such a field usually has, and how much a longer one takes from each (BM25's b). */
const USUAL = [2, 3, 3, 2, BEGINNING, 20];
const LENGTH_COUNTS = [0.6, 0.3, 0.2, 0.4, 0.3, 0.5];
/** How soon more occurrences say no more (BM25's k1). */
const SATURATION = 1.2;
const PART = 0.7;

export const HIGHEST_WEIGHT = 16;
const LOWEST_WEIGHT = 0.02;
const LEVELS = 255;

/** What the levels of postings stand for: even steps of ratio, since a weight of 0.1 says as much as one of 10. */
export const WEIGHT_OF_LEVEL = Float32Array.from(
  { length: LEVELS + 1 },
  (_, level) => LOWEST_WEIGHT * (HIGHEST_WEIGHT / LOWEST_WEIGHT) ** ((level - 1) / (LEVELS - 1)),
);

function levelOf(weight: number): number {
  const step = Math.log(weight / LOWEST_WEIGHT) / Math.log(HIGHEST_WEIGHT / LOWEST_WEIGHT);
  return Math.max(1, Math.min(LEVELS, Math.round(step * (LEVELS - 1)) + 1));
}

/**
 * How much each word says of a document, from its own tokens alone: what the other documents hold comes in when a question
 * is asked, so that no order of arrival changes a weight. BM25F with the fields added up after saturation (Robertson,
 * Zaragoza, Taylor 2004, otherwise), so that a name outweighs any number of mentions.
 */
export interface WordScales {
  /** Calls `take` once for each different word, with its level of 1 to 255. */
  weigh(tokens: ArrayLike<number>, take: (word: number, level: number) => void): void;
}

export function createWordScales(): WordScales {
  let counts = new Float32Array(256);
  let weights = new Float32Array(256);
  const seen: number[] = [];
  const inField: number[] = [];

  function closeField(field: number, length: number): void {
    const usual = USUAL[field] as number;
    const counted = LENGTH_COUNTS[field] as number;
    const scale = SATURATION * (1 - counted + (counted * length) / usual);
    for (const word of inField) {
      const count = counts[word] as number;
      counts[word] = 0;
      if (weights[word] === 0) seen.push(word);
      weights[word] = (weights[word] as number) + ((BOOST[field] as number) * count) / (count + scale);
    }
    inField.length = 0;
  }

  return {
    weigh(tokens, take) {
      let field = -1;
      let length = 0;
      for (let at = 0; at < tokens.length; at += 1) {
        const token = tokens[at] as number;
        if (isWhole(token)) continue;
        const word = wordOf(token);
        const isPast = field === FIELD.description && length === BEGINNING && !isWithin(token);
        const next = isPast ? REST : fieldOf(token);
        if (next !== field && !(field === REST && next === FIELD.description)) {
          if (inField.length > 0) closeField(field, length);
          field = next;
          length = 0;
        }
        if (word >= counts.length) {
          counts = grown(counts, word + 1);
          weights = grown(weights, word + 1);
        }
        if (counts[word] === 0) inField.push(word);
        counts[word] = (counts[word] as number) + (isWithin(token) ? PART : 1);
        if (!isWithin(token)) length += 1;
      }
      if (inField.length > 0) closeField(field, length);
      for (const word of seen) {
        take(word, levelOf(weights[word] as number));
        weights[word] = 0;
      }
      seen.length = 0;
    },
  };
}
