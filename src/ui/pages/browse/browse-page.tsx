import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { ErrorNotice } from '../../components/notice.tsx';
import { PageHeading } from '../../components/page.tsx';
import { hasNoFocus, oweFocus } from '../../focus.ts';
import { CatalogueSize } from './catalogue-size.tsx';
import { SearchBox } from './search-box.tsx';
import { Start } from './start.tsx';
import { useCards } from './use-cards.ts';
import { useTypedSearch } from './use-typed-search.ts';
import { Waiting } from './waiting.tsx';
import styles from './browse-page.module.css';

const loadResults = () => import('./results.tsx');

/** The start page does without; it is fetched behind the first screen, before anybody has typed. */
const Results = lazy(async () => ({ default: (await loadResults()).Results }));

const route = getRouteApi('/');

/** Below this many modules a list of all of them says more than what is popular among them. */
const WORTH_SECTIONS = 13;

/** A link of the start page goes away with it, as do the results before it: then nothing has the focus, unless the heading takes it. */
function useFocusOnChange(isStart: boolean | undefined): void {
  const before = useRef(isStart);
  useEffect(() => {
    const isOther = before.current !== undefined && isStart !== undefined && before.current !== isStart;
    if (isOther && hasNoFocus()) oweFocus();
    before.current = isStart;
  }, [isStart]);
}

export function BrowsePage() {
  const { search, type, settle, change, compare } = useTypedSearch(route.useSearch());
  const [first, setFirst] = useState(0);
  const cards = useCards(search, first);
  // While an answer is awaited, the screen stays with the last one: start page or results.
  const { value: shown, error, again } = cards;
  const showsStart = shown?.start !== undefined && shown.result.catalogueSize >= WORTH_SECTIONS;
  useFocusOnChange(shown && shown.start !== undefined);
  useEffect(() => void loadResults(), []);

  return (
    <div className={styles.page}>
      <header>
        <PageHeading title={search.q === undefined ? 'Browse modules' : `“${search.q}”`}>Modules</PageHeading>
        <p className={styles.intro}>
          WebAssembly that can be checked: every release is signed by its publisher and verified on this
          device.
          <CatalogueSize />
        </p>
      </header>
      <SearchBox text={search.q ?? ''} onType={type} onDone={settle} />
      {error === undefined ? null : <ErrorNotice error={error} again={again} />}
      {shown === undefined && error === undefined ? <Waiting /> : null}
      {showsStart ? <Start listed={shown} /> : null}
      {shown === undefined || showsStart ? null : (
        <Suspense fallback={<Waiting />}>
          <Results listed={shown} search={search} onFirst={setFirst} change={change} compare={compare} />
        </Suspense>
      )}
    </div>
  );
}
