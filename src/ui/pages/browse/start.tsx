import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Facet } from '../../../core/search/module-index.ts';
import type { Card } from '../../../ports/search.ts';
import { MODULE_TYPES } from '../../../core/module-type.ts';
import type { BrowseSearch } from '../../search-params.ts';
import { formatCount, formatNumber } from '../../text/format.ts';
import { CardTile } from './card-tile.tsx';
import { CatalogueProgress } from './catalogue-progress.tsx';
import { SavedSearches } from './saved-searches.tsx';
import type { Listed } from './use-cards.ts';
import styles from './start.module.css';

const MOST_TAGS = 24;

interface SectionProps {
  readonly title: string;
  readonly all: { readonly search: BrowseSearch; readonly label: string };
  readonly children: ReactNode;
}

function Section({ title, all, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <div className={styles.title}>
        <h2>{title}</h2>
        <Link to="/" search={all.search}>
          {all.label}
        </Link>
      </div>
      {children}
    </section>
  );
}

function Tiles({ label, cards }: { label: string; cards: readonly Card[] }) {
  return (
    <ul className={styles.tiles} aria-label={label}>
      {cards.map((card) => (
        <li key={card.id}>
          <CardTile card={card} />
        </li>
      ))}
    </ul>
  );
}

interface FacetLinksProps {
  readonly label: string;
  readonly facets: readonly Facet[];
  readonly searchOf: (value: string) => BrowseSearch;
}

function FacetLinks({ label, facets, searchOf }: FacetLinksProps) {
  return (
    <ul className={styles.facets} aria-label={label}>
      {facets.map(({ value, count }) => (
        <li key={value}>
          <Link to="/" search={searchOf(value)} className={styles.facet}>
            {value} <span className={styles.count}>{formatNumber(count)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function typeSearch(value: string): BrowseSearch {
  return { type: MODULE_TYPES.filter((type) => type === value) };
}

const isUsed = ({ downloads = 0, installs = 0 }: Card): boolean => downloads + installs > 0;

/** Before anything is asked for: what is new to this device, what others use, and ways into the rest. */
export function Start({ listed: { result, start } }: { listed: Listed }) {
  const { types, tags, catalogueSize } = result;
  const popular = start?.popular.filter(isUsed) ?? [];
  const updates = start?.updates;
  return (
    <div className={styles.start}>
      <SavedSearches />
      {updates === undefined || updates.total === 0 ? null : (
        <Section
          title="New versions of what you installed"
          all={{ search: { only: 'updates' }, label: `See all ${formatNumber(updates.total)}` }}
        >
          <Tiles label="New versions" cards={updates.cards} />
        </Section>
      )}
      {popular.length === 0 ? null : (
        <Section title="Popular" all={{ search: { sort: 'popular' }, label: 'See all by popularity' }}>
          <Tiles label="Popular" cards={popular} />
        </Section>
      )}
      <Section
        title="Recently updated"
        all={{ search: { sort: 'recent' }, label: `See all ${formatCount(catalogueSize, 'module')}` }}
      >
        <Tiles label="Recently updated" cards={start?.recent ?? []} />
      </Section>
      <div className={styles.ways}>
        <section className={styles.section}>
          <h2>By type</h2>
          <FacetLinks label="Types" facets={types} searchOf={typeSearch} />
        </section>
        {tags.length === 0 ? null : (
          <section className={styles.section}>
            <h2>By tag</h2>
            <FacetLinks
              label="Tags"
              facets={tags.slice(0, MOST_TAGS)}
              searchOf={(value) => ({ tag: [value] })}
            />
          </section>
        )}
      </div>
      <CatalogueProgress />
    </div>
  );
}
