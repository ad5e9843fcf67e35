import type { DocumentStore } from './document-store.ts';
import { emptySpan } from './number-lists.ts';
import { fieldOf, isWhole, isWithin, wordOf } from './tokens.ts';

const span = emptySpan();

/**
 * How many of the words that follow each other in a question do so in a document too, in one field: of `xml parser library`
 * two where it says so, one where it says `an xml parser`.
 *
 * @param words numbers of the words; -1 for one that no document has.
 */
export function neighboursIn(store: DocumentStore, slot: number, words: readonly number[]): number {
  const { values, start, length } = store.tokensOf.read(slot, span);
  let met = 0;
  let before = -1;
  let field = -1;
  for (let at = start; at < start + length; at += 1) {
    const token = values[at] as number;
    if (isWhole(token) || isWithin(token)) continue;
    const word = wordOf(token);
    if (field === fieldOf(token))
      for (let pair = 1; pair < words.length; pair += 1)
        if (words[pair - 1] === before && words[pair] === word) met |= 1 << pair;
    before = word;
    field = fieldOf(token);
  }
  let count = 0;
  for (let pair = 1; pair < words.length; pair += 1) if ((met & (1 << pair)) !== 0) count += 1;
  return count;
}
