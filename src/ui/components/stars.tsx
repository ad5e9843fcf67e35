import { formatCount } from '../text/format.ts';
import styles from './stars.module.css';

const STAR = 'M8 1.6l1.9 4.1 4.5.5-3.4 3 1 4.4L8 11.4l-4 2.2 1-4.4-3.4-3 4.5-.5z';

/** Five stars filled as far as `value` goes; the words carry the meaning. */
export function Stars({ value, label }: { value: number; label: string }) {
  return (
    <span className={styles.stars}>
      <span className="visually-hidden">{label}</span>
      {[1, 2, 3, 4, 5].map((star) => (
        <svg
          key={star}
          viewBox="0 0 16 16"
          className={value >= star - 0.5 ? styles.full : styles.empty}
          aria-hidden="true"
        >
          <path d={STAR} />
        </svg>
      ))}
    </span>
  );
}

/** `★ 4.3 (12)` for lists. */
export function RatingMark({ average, count }: { average: number; count: number }) {
  const label = `${average.toFixed(1)} of 5 stars, ${formatCount(count, 'rating')}`;
  return (
    <span className={styles.mark} title={label}>
      <span className="visually-hidden">{label}</span>
      <svg viewBox="0 0 16 16" className={styles.full} aria-hidden="true">
        <path d={STAR} />
      </svg>
      <span aria-hidden="true">
        {average.toFixed(1)} <span className={styles.count}>({count})</span>
      </span>
    </span>
  );
}
