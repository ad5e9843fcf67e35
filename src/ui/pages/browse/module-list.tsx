import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Button, buttonClass } from '../../components/button.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { useParts } from '../../hooks/use-parts.ts';
import { formatCount } from '../../text/format.ts';
import { isFiltered, type BrowseSearch } from '../../search-params.ts';
import { ModuleRow, PlaceholderRow } from './module-row.tsx';
import { PAGE, type Cards } from './use-cards.ts';
import styles from './module-list.module.css';

/** Only a long list pays for it. */
const WindowedList = lazy(async () => ({ default: (await import('./windowed-list.tsx')).WindowedList }));

/** Only a reader of a part of a private registry pays for it. */
const PartOnly = lazy(async () => ({ default: (await import('./part-only.tsx')).PartOnly }));

/** Only where something is hidden is it paid for. */
const HiddenLine = lazy(async () => ({ default: (await import('./hidden-line.tsx')).HiddenLine }));

interface ModuleListProps {
  readonly cards: Cards;
  readonly search: BrowseSearch;
  /** The first row in view has changed (long lists only). */
  readonly onFirst: (first: number) => void;
  readonly clear: () => void;
  readonly showHidden: (shown: boolean) => void;
}

function Waiting() {
  return (
    <output aria-label="Loading modules" className={styles.waiting}>
      {Array.from({ length: 6 }, (_, row) => (
        <PlaceholderRow key={row} />
      ))}
    </output>
  );
}

function NothingPublished() {
  return (
    <Notice
      title="Nothing is published here yet"
      action={
        <Link to="/publish" className={buttonClass('primary')}>
          Publish a module
        </Link>
      }
    >
      This registry has no modules, or none has reached this device. Publish the first one: any .wasm file
      will do.
    </Notice>
  );
}

export function ModuleList({ cards, search, onFirst, clear, showHidden }: ModuleListProps) {
  const { value, error, loading, again, offset } = cards;
  const parts = useParts();
  if (value === undefined) {
    return (
      <div className={styles.results}>
        {loading || error === undefined ? <Waiting /> : <ErrorNotice error={error} again={again} />}
      </div>
    );
  }
  const { total, cards: shown, catalogueSize, hidden } = value;
  if (catalogueSize === 0 && parts !== undefined) {
    return (
      <div className={styles.results}>
        <Suspense fallback={<Waiting />}>
          <PartOnly parts={parts} typed={search.q} />
        </Suspense>
      </div>
    );
  }

  return (
    <div className={styles.results}>
      {error === undefined ? null : <ErrorNotice error={error} again={again} />}
      <p className={isFiltered(search) && total > 0 ? styles.summary : 'visually-hidden'} aria-live="polite">
        {formatCount(total, 'module')}
        {search.q === undefined ? '' : ` for “${search.q}”`}
      </p>
      {total === 0 && !isFiltered(search) && catalogueSize === 0 ? <NothingPublished /> : null}
      {total === 0 && hidden === 0 && (isFiltered(search) || catalogueSize > 0) ? (
        <Notice title="No module fits" action={<Button onClick={clear}>Clear filters</Button>}>
          {search.q === undefined
            ? 'Nothing has all of the chosen tags.'
            : `Nothing fits “${search.q}”. Try fewer letters, or other words.`}
        </Notice>
      ) : null}
      {total === 0 && hidden > 0 ? <Notice title="Whatever fits is hidden here" /> : null}
      {total > PAGE ? (
        <Suspense fallback={<Waiting />}>
          <WindowedList total={total} cards={shown} offset={offset} onFirst={onFirst} />
        </Suspense>
      ) : null}
      {total > 0 && total <= PAGE ? (
        <ul aria-label="Modules" className={styles.list}>
          {shown.map((card) => (
            <li key={card.id}>
              <ModuleRow card={card} />
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
