import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { PageHeading } from '../../components/page.tsx';
import { formatCount } from '../../text/format.ts';
import { SearchBox } from './search-box.tsx';
import { Filters } from './filters.tsx';
import { ModuleList } from './module-list.tsx';
import { useCards } from './use-cards.ts';
import { useTypedSearch } from './use-typed-search.ts';
import styles from './browse-page.module.css';

const route = getRouteApi('/');

/** Until the number is known its place is kept, so that nothing below moves when it comes. */
function CatalogueSize({ size }: { readonly size: number | undefined }) {
  if (size === 0) return null;
  return (
    <span className={size === undefined ? styles.reserved : undefined}>
      {` ${formatCount(size ?? 1000, 'module')} to search, with or without a network.`}
    </span>
  );
}

export function BrowsePage() {
  const { search, type, change } = useTypedSearch(route.useSearch());
  const [first, setFirst] = useState(0);
  const cards = useCards(search, first);
  const { value } = cards;

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <PageHeading title={search.q === undefined ? 'Browse modules' : `“${search.q}”`}>Modules</PageHeading>
        <p className={styles.intro}>
          WebAssembly that can be checked: every release is signed by its publisher and verified on this
          device.
          <CatalogueSize size={value?.catalogueSize} />
        </p>
      </header>
      <SearchBox text={search.q ?? ''} onType={type} />
      {value?.catalogueSize === 0 ? null : <Filters search={search} result={value} change={change} />}
      <ModuleList
        cards={cards}
        search={search}
        onFirst={setFirst}
        showHidden={(shown) => change({ showHidden: shown ? true : undefined })}
        clear={() => change({ q: undefined, tag: undefined, type: undefined })}
      />
    </div>
  );
}
