import { Icon } from '../../components/icon.tsx';
import { SEARCH_BOX_ID } from '../../hooks/use-shortcuts.ts';
import type { BrowseSearch, SearchChange } from '../../search-params.ts';
import { chosenFilters, NOTHING_CHOSEN } from './chosen-filters.ts';
import styles from './chosen-chips.module.css';

interface ChosenChipsProps {
  readonly search: BrowseSearch;
  readonly change: (changed: SearchChange) => void;
}

/** The pressed button goes with its chip: the focus stays near. */
function focusBeside(pressed: HTMLElement): void {
  const chip = pressed.closest('li');
  const next = (chip?.nextElementSibling ?? chip?.previousElementSibling)?.querySelector('button');
  (next ?? document.getElementById(SEARCH_BOX_ID))?.focus();
}

/** What narrows the list, each to be taken away. */
export function ChosenChips({ search, change }: ChosenChipsProps) {
  const chosen = chosenFilters(search);
  if (chosen.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label="Chosen filters">
      {chosen.map(({ key, label, without }) => (
        <li key={key}>
          <button
            type="button"
            className={styles.chip}
            aria-label={`Remove filter ${label}`}
            onClick={({ currentTarget }) => {
              focusBeside(currentTarget);
              change(without);
            }}
          >
            {label} <Icon name="cross" size={11} />
          </button>
        </li>
      ))}
      {chosen.length === 1 ? null : (
        <li>
          <button
            type="button"
            className={styles.clear}
            onClick={() => {
              document.getElementById(SEARCH_BOX_ID)?.focus();
              change({ ...NOTHING_CHOSEN, q: search.q });
            }}
          >
            Clear all
          </button>
        </li>
      )}
    </ul>
  );
}
