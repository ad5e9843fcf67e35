import styles from './progress-bar.module.css';

/** `done` of `total`; without a total, only that something goes on. */
export function ProgressBar({ label, done, total }: { label: string; done?: number; total?: number }) {
  const isKnown = done !== undefined && total !== undefined && total > 0;
  return <progress className={styles.bar} aria-label={label} {...(isKnown && { value: done, max: total })} />;
}
