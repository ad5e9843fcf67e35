import { formatCount } from '../text/format.ts';
import { starFill } from './star-fill.ts';
import styles from './stars.module.css';

const STAR = 'M8 1.6l1.9 4.1 4.5.5-3.4 3 1 4.4L8 11.4l-4 2.2 1-4.4-3.4-3 4.5-.5z';

/** Five stars filled as far as `value` goes; the words carry the meaning. */
export function Stars({ value, label }: { value: number; label: string }) {
  return (
    <span className={styles.stars}>
      <span className="visually-hidden">{label}</span>
      {[1, 2, 3, 4, 5].map((star) => (
        <svg key={star} viewBox="0 0 16 16" className={styles.empty} aria-hidden="true">
          <path d={STAR} />
          {starFill(value, star) === 'empty' ? null : (
            <path d={STAR} className={styles[starFill(value, star)]} />
          )}
        </svg>
      ))}
    </span>
  );
}

interface RatingMarkProps {
  readonly average: number;
  readonly count: number;
  /** Whose ratings they are. */
  readonly from: 'trusted' | 'unverified';
}

/** `★ 4.3 (12)` for lists. */
export function RatingMark({ average, count, from }: RatingMarkProps) {
  const label = `${average.toFixed(1)} of 5 stars, ${formatCount(count, `${from} rating`)}`;
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
