import { lazy, Suspense, useState } from 'react';
import type { SortOrder } from '../../../core/search/module-index.ts';
import type { SearchResult } from '../../../ports/search.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import {
  addressOf,
  effectiveSort,
  SORT_ORDERS,
  type BrowseSearch,
  type SearchChange,
} from '../../search-params.ts';
import { chosenFilters } from './chosen-filters.ts';
import styles from './result-tools.module.css';

/** Only a narrow window has it. */
const FacetSheet = lazy(async () => ({ default: (await import('./facet-sheet.tsx')).FacetSheet }));
/** Only whoever saves a search pays for it. */
const SaveSearchDialog = lazy(async () => ({
  default: (await import('./save-search-dialog.tsx')).SaveSearchDialog,
}));

const SORT_WORDS: Readonly<Record<SortOrder, string>> = {
  relevance: 'Best match',
  popular: 'Most used',
  recent: 'Newest release',
  rating: 'Trusted rating',
  name: 'Name',
};

interface ResultToolsProps {
  readonly search: BrowseSearch;
  readonly result: SearchResult;
  readonly change: (changed: SearchChange) => void;
  readonly isNarrow: boolean;
}

type Overlay = 'facets' | 'save' | undefined;

/** Above the results: their order, and what can be done with the search. */
export function ResultTools({ search, result, change, isNarrow }: ResultToolsProps) {
  const [overlay, setOverlay] = useState<Overlay>();
  const close = () => setOverlay(undefined);
  const chosen = chosenFilters(search).length;
  const address = addressOf(search);

  return (
    <div className={styles.tools}>
      {isNarrow ? (
        <Button small onClick={() => setOverlay('facets')} aria-haspopup="dialog">
          <Icon name="filter" /> {chosen === 0 ? 'Filters' : `Filters (${chosen})`}
        </Button>
      ) : null}
      <label className={styles.sort}>
        <span className={isNarrow ? 'visually-hidden' : undefined}>Sort by</span>
        <select
          value={effectiveSort(search)}
          onChange={({ target }) => change({ sort: SORT_ORDERS.find((order) => order === target.value) })}
        >
          {SORT_ORDERS.filter((order) => order !== 'relevance' || search.q !== undefined).map((order) => (
            <option key={order} value={order}>
              {SORT_WORDS[order]}
            </option>
          ))}
        </select>
      </label>
      {address === '' ? null : (
        <Button small look="quiet" onClick={() => setOverlay('save')} aria-haspopup="dialog">
          <Icon name="bookmark" /> {isNarrow ? 'Save' : 'Save this search'}
        </Button>
      )}
      <Suspense>
        {overlay === 'facets' && isNarrow ? (
          <FacetSheet search={search} result={result} change={change} close={close} />
        ) : null}
        {overlay === 'save' ? <SaveSearchDialog search={search} close={close} /> : null}
      </Suspense>
    </div>
  );
}
