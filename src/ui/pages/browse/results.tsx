import { lazy, Suspense } from 'react';
import { useAfterFrame } from '../../hooks/use-after-frame.ts';
import { useNarrow } from '../../hooks/use-narrow.ts';
import { SEARCH_BOX_ID } from '../../hooks/use-shortcuts.ts';
import { type BrowseSearch, type SearchChange } from '../../search-params.ts';
import { ChosenChips } from './chosen-chips.tsx';
import { NOTHING_CHOSEN } from './chosen-filters.ts';
import { useComparing } from './use-comparing.ts';
import { ModuleList } from './module-list.tsx';
import { ResultTools } from './result-tools.tsx';
import type { Listed } from './use-cards.ts';
import styles from './results.module.css';

/** Beside the results, or in a sheet over them: in no case what a reader waits for. */
const Facets = lazy(async () => ({ default: (await import('./facets.tsx')).Facets }));
const CompareBar = lazy(async () => ({ default: (await import('./compare-bar.tsx')).CompareBar }));

interface ResultsProps {
  readonly listed: Listed;
  /** As it is typed and chosen now; the answer may still be to an earlier one. */
  readonly search: BrowseSearch;
  readonly onFirst: (first: number) => void;
  readonly change: (changed: SearchChange) => void;
  readonly compare: (ids: BrowseSearch['compare']) => void;
}

export function Results({ listed, search, onFirst, change, compare }: ResultsProps) {
  const isNarrow = useNarrow();
  const isSettled = useAfterFrame();
  const comparing = useComparing(search, compare);
  const { result } = listed;
  // A registry of nothing has nothing to narrow.
  const hasTools = result.catalogueSize > 0;
  return (
    <div className={styles.page} data-comparing={comparing.ids.length > 0 || undefined}>
      <div className={styles.results}>
        {hasTools ? (
          <ResultTools search={search} result={result} change={change} isNarrow={isNarrow} />
        ) : null}
        <ChosenChips search={search} change={change} />
        <ModuleList
          listed={listed}
          search={search}
          comparing={comparing}
          onFirst={onFirst}
          showHidden={(shown) => change({ showHidden: shown ? true : undefined })}
          clear={() => {
            // The button goes with what it clears.
            document.getElementById(SEARCH_BOX_ID)?.focus();
            change(NOTHING_CHOSEN);
          }}
        />
      </div>
      {isNarrow || !hasTools ? null : (
        <aside className={styles.facets} aria-label="Filters">
          <Suspense>{isSettled ? <Facets search={search} result={result} change={change} /> : null}</Suspense>
        </aside>
      )}
      {comparing.ids.length === 0 ? null : (
        <Suspense>
          <CompareBar comparing={comparing} />
        </Suspense>
      )}
    </div>
  );
}
