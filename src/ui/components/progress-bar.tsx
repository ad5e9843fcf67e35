import { Progress } from '@base-ui/react/progress';
import styles from './progress-bar.module.css';

/** `done` of `total`; without a total, only that something goes on. */
export function ProgressBar({ label, done, total }: { label: string; done?: number; total?: number }) {
  const known = done !== undefined && total !== undefined && total > 0;
  return (
    <Progress.Root
      className={styles.root}
      value={known ? done : null}
      max={known ? total : 100}
      aria-label={label}
    >
      <Progress.Track className={styles.track}>
        <Progress.Indicator className={styles.indicator} />
      </Progress.Track>
    </Progress.Root>
  );
}
