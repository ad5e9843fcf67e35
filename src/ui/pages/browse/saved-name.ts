import type { SavedSearch } from '../../../ports/search.ts';
import type { BrowseSearch } from '../../search-params.ts';
import { formatCount } from '../../text/format.ts';
import { chosenFilters } from './chosen-filters.ts';

const ORDER_NAMES = {
  relevance: 'Best match',
  popular: 'Most used modules',
  recent: 'Newest releases',
  rating: 'Best rated modules',
  name: 'All modules by name',
} as const;

/** What a search can be called until its person has a better name: its words and filters. */
export function suggestedName(search: BrowseSearch): string {
  const parts = [search.q?.trim() ?? '', ...chosenFilters(search).map(({ label }) => label)];
  const name = [...new Set(parts)].filter((part) => part !== '').join(', ');
  return (name === '' ? ORDER_NAMES[search.sort ?? 'recent'] : name).slice(0, MAX_SAVED_NAME).trim();
}

export const MAX_SAVED_NAME = 60;

/** Why a search cannot be saved under this name; nothing is ever cut off. */
export function nameProblem(name: string): string | undefined {
  const over = name.trim().length - MAX_SAVED_NAME;
  if (over <= 0) return undefined;
  return `The name is ${formatCount(over, 'character')} too long: ${MAX_SAVED_NAME} fit. Shorten it; nothing was cut off.`;
}

/** Below the field: what saving under this name does to another search. */
export function takenName(
  name: string,
  searches: readonly SavedSearch[],
  renamed: SavedSearch | undefined,
): string | undefined {
  const taken = searches.find((saved) => saved.name === name.trim() && saved.id !== renamed?.id);
  return taken === undefined ? undefined : 'There is a search of this name: it is replaced.';
}
