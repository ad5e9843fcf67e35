import { useQuery, type Query } from '../../hooks/use-query.ts';
import type { SearchResult } from '../../../ports/engine.ts';
import { effectiveSort, type BrowseSearch } from '../../search-params.ts';

/** Below this many, the whole list is in the page: found by the browser's own search, no windowing. */
export const PAGE = 120;

export interface Cards extends Query<SearchResult> {
  /** Place of `value.cards[0]` in the whole result. */
  readonly offset: number;
}

/** The part of the result around row `first`, in steps, so that scrolling asks once for each step. */
export function useCards(search: BrowseSearch, first: number): Cards {
  const offset = Math.max(0, Math.floor((first - PAGE / 4) / (PAGE / 2)) * (PAGE / 2));
  const { q = '', tag = [], type, showHidden } = search;
  const query = { text: q, tags: tag, type, sort: effectiveSort(search), offset, limit: PAGE, showHidden };
  const result = useQuery(
    `search ${JSON.stringify(query)}`,
    async (engine) => ({ result: await engine.search(query), offset }),
    { topics: ['catalogue', 'installed'], keep: true },
  );
  return { ...result, value: result.value?.result, offset: result.value?.offset ?? 0 };
}
