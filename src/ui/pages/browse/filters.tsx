import { MODULE_TYPES } from '../../../core/module-type.ts';
import type { Facet, SearchResult, SortOrder } from '../../../ports/engine.ts';
import { effectiveSort, isFiltered, SORT_ORDERS, type BrowseSearch } from '../../search-params.ts';
import type { SearchChange } from './use-typed-search.ts';
import styles from './filters.module.css';

const SORT_WORDS: Readonly<Record<SortOrder, string>> = {
  relevance: 'Best match',
  recent: 'Newest release',
  rating: 'Rating',
  name: 'Name',
};

const MOST_TAGS = 14;

function Chip({
  label,
  count,
  on,
  toggle,
}: {
  label: string;
  count: number | undefined;
  on: boolean;
  toggle: () => void;
}) {
  return (
    <button type="button" className={styles.chip} aria-pressed={on} onClick={toggle}>
      {label}
      {count === undefined ? null : <span className={styles.count}>{count}</span>}
    </button>
  );
}

/** What is chosen stays in reach, also where the result no longer counts it. */
function withChosen(
  facets: readonly Facet[],
  chosen: readonly string[],
): { value: string; count?: number }[] {
  const missing = chosen.filter((value) => !facets.some((facet) => facet.value === value));
  const shown = facets.filter(({ value }, place) => place < MOST_TAGS || chosen.includes(value));
  return [...missing.map((value) => ({ value })), ...shown];
}

/** The height of both rows of chips on a narrow screen, where the results stand below them. */
function KeptPlace() {
  return (
    <>
      <div className={styles.kept} />
      <div className={styles.kept} />
    </>
  );
}

interface FiltersProps {
  readonly search: BrowseSearch;
  readonly result: SearchResult | undefined;
  readonly change: (changed: SearchChange) => void;
}

export function Filters({ search, result, change }: FiltersProps) {
  const { tag = [], type } = search;
  const types = withChosen(result?.types ?? [], type === undefined ? [] : [type]);
  const tags = withChosen(result?.tags ?? [], tag);

  return (
    <div className={styles.filters}>
      <label className={styles.sort}>
        Sort by
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
      {result === undefined ? <KeptPlace /> : null}
      {types.length === 0 ? null : (
        <fieldset className={styles.group}>
          <legend className={styles.heading}>Type</legend>
          {types.map(({ value, count }) => (
            <Chip
              key={value}
              label={value}
              count={count}
              on={type === value}
              toggle={() =>
                change({ type: type === value ? undefined : MODULE_TYPES.find((known) => known === value) })
              }
            />
          ))}
        </fieldset>
      )}
      {tags.length === 0 ? null : (
        <fieldset className={styles.group}>
          <legend className={styles.heading}>Tags</legend>
          {tags.map(({ value, count }) => (
            <Chip
              key={value}
              label={value}
              count={count}
              on={tag.includes(value)}
              toggle={() =>
                change({ tag: tag.includes(value) ? tag.filter((one) => one !== value) : [...tag, value] })
              }
            />
          ))}
        </fieldset>
      )}
      {isFiltered(search) ? (
        <button
          type="button"
          className={styles.clear}
          onClick={() => change({ q: undefined, tag: undefined, type: undefined })}
        >
          Clear filters
        </button>
      ) : null}
    </div>
  );
}
