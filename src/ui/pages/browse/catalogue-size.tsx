import { useQuery } from '../../hooks/use-query.ts';
import { formatCount } from '../../text/format.ts';
import styles from './browse-page.module.css';

export function useCatalogueState() {
  return useQuery('catalogue-state', (engine) => engine.catalogueState(), { topics: ['catalogue'] }).value;
}

/** Until the number is known its place is kept, so that nothing below moves when it comes. */
export function CatalogueSize() {
  const size = useCatalogueState()?.size;
  if (size === 0) return null;
  return (
    <span className={size === undefined ? styles.reserved : undefined}>
      {` ${formatCount(size ?? 1000, 'module')} to search, with or without a network.`}
    </span>
  );
}
