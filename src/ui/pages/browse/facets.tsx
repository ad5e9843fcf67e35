import { MODULE_TYPES } from '../../../core/module-type.ts';
import type { SearchResult } from '../../../ports/search.ts';
import { NEEDS, type BrowseSearch, type SearchChange } from '../../search-params.ts';
import { labelOf, ONLY_WORDS, toggled } from './chosen-filters.ts';
import { FacetGroup } from './facet-group.tsx';
import styles from './facets.module.css';

interface FacetsProps {
  readonly search: BrowseSearch;
  /** Of the last answer. */
  readonly result: SearchResult;
  readonly change: (changed: SearchChange) => void;
}

const ONLY_CHOICES = [
  { value: undefined, label: 'All modules' },
  { value: 'installed', label: ONLY_WORDS.installed },
  { value: 'updates', label: 'With an update' },
] as const;

/** What a list can be narrowed by, with how many there would be. */
export function Facets({ search, result, change }: FacetsProps) {
  const { type, tag, needs, licence, only } = search;
  return (
    <div className={styles.facets}>
      <fieldset className={styles.group}>
        <legend>On this device</legend>
        {ONLY_CHOICES.map(({ value, label }) => (
          <label key={label} className={styles.choice}>
            <input
              type="radio"
              name="only"
              checked={only === value}
              onChange={() => change({ only: value })}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <FacetGroup
        legend="Type"
        facets={result.types}
        chosen={type ?? []}
        toggle={(value) => {
          const known = MODULE_TYPES.find((one) => one === value);
          if (known !== undefined) change({ type: toggled(type, known) });
        }}
      />
      <FacetGroup
        legend="Tags"
        hint="all of them"
        facets={result.tags}
        chosen={tag ?? []}
        toggle={(value) => change({ tag: toggled(tag, value) })}
      />
      <FacetGroup
        legend="Needs"
        facets={result.imports}
        chosen={needs ?? []}
        label={(value) => labelOf('needs', value)}
        toggle={(value) => {
          const known = NEEDS.find((one) => one === value);
          if (known !== undefined) change({ needs: toggled(needs, known) });
        }}
      />
      <FacetGroup
        legend="License"
        facets={result.licences}
        chosen={licence ?? []}
        toggle={(value) => change({ licence: toggled(licence, value) })}
      />
    </div>
  );
}
