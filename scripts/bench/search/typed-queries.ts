import type { SearchDocument } from '../../../src/core/search/search-document.ts';
import { drawQueries } from './drawn-queries.ts';

/** Other questions than those that relevance is judged by. */
const SEED = 7;

function textsOf(documents: readonly SearchDocument[], seed: number, count: number): string[] {
  return [...drawQueries(documents, seed, count).values()].flat().map(({ text }) => text);
}

/** What stands in the field after each key, as somebody types `text`. */
function keystrokes(text: string): string[] {
  return Array.from({ length: text.length }, (_, place) => text.slice(0, place + 1).trim());
}

/** Each text once, however many questions begin with it: nothing is answered out of a cache. */
export function typedTexts(documents: readonly SearchDocument[]): readonly string[] {
  return [...new Set(textsOf(documents, SEED, 30).flatMap(keystrokes))];
}

/** Whole questions, each once, and none that `typedTexts` ends with. */
export function wholeTexts(documents: readonly SearchDocument[]): readonly string[] {
  const typed = new Set(typedTexts(documents));
  return [...new Set(textsOf(documents, SEED + 100, 400))].filter((text) => !typed.has(text));
}
