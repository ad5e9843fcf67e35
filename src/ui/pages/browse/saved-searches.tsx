import { lazy, Suspense, useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { SavedSearch } from '../../../ports/search.ts';
import { Icon } from '../../components/icon.tsx';
import { useRemoveSearch, useSavedSearches } from '../../hooks/use-saved-searches.ts';
import { searchAt } from '../../search-params.ts';
import styles from './saved-searches.module.css';

const SaveSearchDialog = lazy(async () => ({
  default: (await import('./save-search-dialog.tsx')).SaveSearchDialog,
}));

interface SavedRowProps {
  readonly saved: SavedSearch;
  readonly rename: () => void;
  readonly remove: () => void;
}

function SavedRow({ saved: { name, address }, rename, remove }: SavedRowProps) {
  return (
    <li className={styles.saved}>
      <Link to="/" search={searchAt(address)} className={styles.link}>
        <Icon name="bookmark" size={14} />
        <bdi>{name}</bdi>
      </Link>
      <button
        type="button"
        className={styles.tool}
        aria-label={`Rename ${name}`}
        title="Rename"
        onClick={rename}
      >
        <Icon name="edit" size={13} />
      </button>
      <button
        type="button"
        className={styles.tool}
        aria-label={`Remove ${name}`}
        title="Remove"
        onClick={remove}
      >
        <Icon name="cross" size={12} />
      </button>
    </li>
  );
}

/** Searches that are kept on this device; nothing where there are none. */
export function SavedSearches() {
  const searches = useSavedSearches();
  const [renamed, setRenamed] = useState<SavedSearch>();
  const remove = useRemoveSearch();
  if (searches.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>Saved searches</h2>
      <ul className={styles.list} aria-label="Saved searches">
        {searches.map((saved) => (
          <SavedRow
            key={saved.id}
            saved={saved}
            rename={() => setRenamed(saved)}
            remove={() => {
              document.querySelector<HTMLElement>('main h1')?.focus();
              void remove.run(saved);
            }}
          />
        ))}
      </ul>
      {renamed === undefined ? null : (
        <Suspense>
          <SaveSearchDialog
            search={searchAt(renamed.address)}
            renamed={renamed}
            close={() => setRenamed(undefined)}
          />
        </Suspense>
      )}
    </section>
  );
}
