import { lazy, Suspense } from 'react';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { formatCount } from '../../text/format.ts';
import { isFiltered, type BrowseSearch } from '../../search-params.ts';
import type { Comparing } from './use-comparing.ts';
import { ModuleRow } from './module-row.tsx';
import { PAGE, type Listed } from './use-cards.ts';
import { Waiting } from './waiting.tsx';
import styles from './module-list.module.css';

/** Only a long list pays for it. */
const WindowedList = lazy(async () => ({ default: (await import('./windowed-list.tsx')).WindowedList }));

/** Only where there is no catalogue. */
const NothingHere = lazy(async () => ({ default: (await import('./nothing-here.tsx')).NothingHere }));

/** Only where something is hidden is it paid for. */
const HiddenLine = lazy(async () => ({ default: (await import('./hidden-line.tsx')).HiddenLine }));

/** Only where something was typed. */
const ProblemLine = lazy(async () => ({ default: (await import('./problem-line.tsx')).ProblemLine }));

interface ModuleListProps {
  readonly listed: Listed;
  readonly search: BrowseSearch;
  readonly comparing: Comparing;
  /** The first row in view has changed (long lists only). */
  readonly onFirst: (first: number) => void;
  readonly clear: () => void;
  readonly showHidden: (shown: boolean) => void;
}

function NoneFits({ search, clear }: { search: BrowseSearch; clear: () => void }) {
  return (
    <Notice
      title="No module fits"
      action={
        <Button onClick={clear}>{search.q === undefined ? 'Clear filters' : 'Clear this search'}</Button>
      }
    >
      {search.q === undefined
        ? search.only === 'updates'
          ? 'What is installed here is as new as the catalogue on this device.'
          : 'Nothing has all that is chosen.'
        : `Nothing fits “${search.q}”. Try fewer letters, or other words.`}
    </Notice>
  );
}

export function ModuleList({ listed, search, comparing, onFirst, clear, showHidden }: ModuleListProps) {
  const { result, offset, search: asked } = listed;
  const { total, cards: shown, catalogueSize, hidden } = result;
  if (catalogueSize === 0) {
    return (
      <div className={styles.results}>
        <Suspense fallback={<Waiting />}>
          <NothingHere typed={search.q} />
        </Suspense>
      </div>
    );
  }

  return (
    <div className={styles.results}>
      <div className={styles.summary}>
        <p className={total > 0 ? undefined : 'visually-hidden'} aria-live="polite">
          {formatCount(total, 'module')}
          {asked.q === undefined ? '' : ` for “${asked.q}”`}
        </p>
        {asked.q === undefined ? null : (
          <Suspense>
            <ProblemLine listed={listed} />
          </Suspense>
        )}
      </div>
      {total === 0 && hidden === 0 && isFiltered(asked) ? <NoneFits search={asked} clear={clear} /> : null}
      {total === 0 && hidden > 0 ? <Notice title="Whatever fits is hidden here" /> : null}
      {total > PAGE ? (
        <Suspense fallback={<Waiting />}>
          <WindowedList
            total={total}
            cards={shown}
            offset={offset}
            text={asked.q ?? ''}
            comparing={comparing}
            onFirst={onFirst}
          />
        </Suspense>
      ) : null}
      {total > 0 && total <= PAGE ? (
        <ul aria-label="Modules" data-query={asked.q ?? ''} className={styles.list}>
          {shown.map((card) => (
            <li key={card.id}>
              <ModuleRow card={card} comparing={comparing} />
            </li>
          ))}
        </ul>
      ) : null}
      {hidden === 0 ? null : (
        <Suspense>
          <HiddenLine hidden={hidden} shown={search.showHidden === true} show={showHidden} />
        </Suspense>
      )}
    </div>
  );
}
