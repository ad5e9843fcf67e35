import { useState } from 'react';
import type { Facet } from '../../../core/search/module-index.ts';
import { formatNumber } from '../../text/format.ts';
import { shownFacets } from './shown-facets.ts';
import styles from './facets.module.css';

/** As many as can be taken in at a glance. */
const MOST = 6;
/** From here on a box to type in helps more than it takes room. */
const SEARCHED_FROM = 13;

const itself = (value: string): string => value;

interface FacetGroupProps {
  readonly legend: string;
  /** Beside the legend, where it does not go without saying. */
  readonly hint?: string;
  readonly facets: readonly Facet[];
  readonly chosen: readonly string[];
  readonly label?: (value: string) => string;
  readonly toggle: (value: string) => void;
}

/** Boxes to tick for the values of one kind, the most frequent first. */
export function FacetGroup({ legend, hint, facets, chosen, label = itself, toggle }: FacetGroupProps) {
  const [all, setAll] = useState(false);
  const [typed, setTyped] = useState('');
  const shown = shownFacets(facets, { chosen, all, typed, most: MOST, label });
  const isLong = all && facets.length >= SEARCHED_FROM;
  if (facets.length === 0 && chosen.length === 0) return null;
  return (
    <fieldset className={styles.group}>
      <legend>
        {legend} {hint === undefined ? null : <small>{hint}</small>}
      </legend>
      {isLong ? (
        <input
          type="search"
          className={styles.filter}
          aria-label={`Search in ${legend.toLowerCase()}`}
          placeholder={`Among ${formatNumber(facets.length)}`}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      ) : null}
      <div className={isLong ? styles.long : undefined}>
        {shown.map(({ value, count }) => (
          <label key={value} className={styles.choice}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
            <span>{label(value)}</span>
            {count === undefined ? null : <span className={styles.count}>{formatNumber(count)}</span>}
          </label>
        ))}
        {shown.length === 0 ? <p className={styles.none}>None has that in it.</p> : null}
      </div>
      {facets.length <= MOST ? null : (
        <button
          type="button"
          className={styles.more}
          aria-expanded={all}
          onClick={() => {
            setAll(!all);
            setTyped('');
          }}
        >
          {all ? 'Fewer' : `${facets.length - MOST} more`}
          <span className="visually-hidden"> in {legend.toLowerCase()}</span>
        </button>
      )}
    </fieldset>
  );
}
