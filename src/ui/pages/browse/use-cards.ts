import { useState } from 'react';
import type { EngineApi } from '../../../ports/engine.ts';
import type { Card, SearchQuery, SearchResult } from '../../../ports/search.ts';
import { useQuery, type Query } from '../../hooks/use-query.ts';
import { effectiveSort, isStart, type BrowseSearch } from '../../search-params.ts';
import { variedCards } from './varied-cards.ts';

/** Up to this many, the whole list is in the page: found by the browser's own search, no windowing. */
export const PAGE = 40;

/** Of each short list on the start page. */
const FEW = 6;

/** Among this many of the newest, those of several publishers are looked for. */
const LOOKED_AT = 120;

/** An answer and the question that it belongs to: while one is typed, an older one may be on the screen. */
export interface Listed {
  readonly search: BrowseSearch;
  readonly result: SearchResult;
  /** Place of `result.cards[0]` in the whole. */
  readonly offset: number;
  /** On the start page, beside what is new. */
  readonly start?:
    | {
        readonly recent: readonly Card[];
        readonly popular: readonly Card[];
        readonly updates: SearchResult;
      }
    | undefined;
}

async function ask(engine: EngineApi, search: BrowseSearch, query: SearchQuery): Promise<Listed> {
  const { offset } = query;
  if (!isStart(search)) return { search, offset, result: await engine.search(query) };
  const [result, popular, updates] = await Promise.all([
    engine.search({ ...query, limit: LOOKED_AT }),
    engine.search({ ...query, sort: 'popular', limit: FEW }),
    engine.search({ ...query, only: 'updates', limit: FEW }),
  ]);
  return {
    search,
    offset,
    result,
    start: { recent: variedCards(result.cards, FEW), popular: popular.cards, updates },
  };
}

/** Steps of half a page, so that scrolling asks once for each. */
function offsetAt(first: number): number {
  return Math.max(0, Math.floor((first - PAGE / 4) / (PAGE / 2)) * (PAGE / 2));
}

/**
 * The part of the result around row `first`. Where scrolling is faster than the answers, what is passed by is not asked
 * for: the next question waits for the answer before it.
 */
export function useCards(search: BrowseSearch, first: number): Query<Listed> {
  const { compare: _, ...asked } = search;
  const key = JSON.stringify(asked);
  const [page, setPage] = useState({ key, offset: 0 });
  const offset = page.key === key ? page.offset : 0;
  const { q = '', tag = [], type, licence, needs, only, showHidden } = search;
  const query: SearchQuery = {
    text: q,
    tags: tag,
    types: type,
    licences: licence,
    imports: needs,
    only,
    sort: effectiveSort(search),
    offset,
    limit: PAGE,
    showHidden,
  };
  const listed = useQuery(`search ${key} ${offset}`, (engine) => ask(engine, asked, query), {
    topics: ['catalogue', 'installed'],
    keep: true,
  });
  const wanted = offsetAt(first);
  const waits = listed.stale || listed.loading;
  if (!waits && wanted !== offset) setPage({ key, offset: wanted });
  return listed;
}
