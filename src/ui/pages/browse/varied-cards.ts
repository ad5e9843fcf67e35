import type { Card } from '../../../ports/search.ts';

/** Of one publisher in a short list, so that an import of many modules does not fill it. */
const MOST_OF_ONE = 2;

/** The first ones, in their order, two of each publisher; others of theirs only where too few are left to fill the list. */
export function variedCards(cards: readonly Card[], count: number): readonly Card[] {
  const seen = new Map<string, number>();
  const isOneOfFew = cards.map(({ author }) => {
    const before = seen.get(author) ?? 0;
    seen.set(author, before + 1);
    return before < MOST_OF_ONE;
  });
  const varied = cards.filter((_, place) => isOneOfFew[place]);
  const others = cards.filter((_, place) => !isOneOfFew[place]);
  const chosen = new Set([...varied, ...others].slice(0, count));
  return cards.filter((card) => chosen.has(card));
}
