import { FirstCatalogue } from './catalogue-progress.tsx';
import styles from './module-row.module.css';

export function PlaceholderRow() {
  return (
    <div className={styles.row} aria-hidden="true">
      <span className={styles.blankGlyph} />
      <div className={styles.body}>
        <span className={styles.blank} />
        <span className={styles.blank} />
        <span className={styles.blank} />
        <span className={styles.blank} />
      </div>
    </div>
  );
}

/** Before the first answer. */
export function Waiting() {
  return (
    <div>
      <FirstCatalogue />
      <output aria-label="Loading modules" className={styles.waiting}>
        {Array.from({ length: 6 }, (_, row) => (
          <PlaceholderRow key={row} />
        ))}
      </output>
    </div>
  );
}
