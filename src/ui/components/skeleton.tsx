import styles from './skeleton.module.css';

/** Grey lines where text will be. `label` says to screen readers what is being fetched. */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <output className={styles.skeleton} aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles.line} />
      ))}
    </output>
  );
}
