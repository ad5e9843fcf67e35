import { useQuery } from '../../hooks/use-query.ts';
import { formatBytes } from '../../text/format.ts';
import styles from './installed-page.module.css';

export function StorageUse() {
  const { value } = useQuery('storage', (engine) => engine.storage(), { topics: ['installed'] });
  if (value === undefined) return null;
  const { used, quota, persisted } = value;
  return (
    <section className={styles.storage} aria-label="Storage">
      <p>
        {formatBytes(used)} of {formatBytes(quota)} that the browser allows
      </p>
      <meter min={0} max={Math.max(1, quota)} value={used} aria-label="Storage used" />
      <p className={styles.soft}>
        {persisted
          ? 'Kept until you remove it: the browser does not clear it by itself.'
          : 'The browser may clear it when the device runs out of space. Installing this app keeps it in most browsers.'}
      </p>
    </section>
  );
}
