import { useId } from 'react';
import styles from './star-choice.module.css';

const STARS = [1, 2, 3, 4, 5] as const;

/** Five native radio buttons drawn as stars: arrow keys, labels and touch come with them. */
export function StarChoice({
  value,
  onChoose,
  error,
}: {
  value: number | undefined;
  onChoose: (stars: number) => void;
  error: string | undefined;
}) {
  const name = useId();
  return (
    <div>
      <div
        role="radiogroup"
        aria-label="Your rating"
        aria-describedby={error === undefined ? undefined : `${name}-error`}
        className={styles.choice}
      >
        {STARS.map((stars) => (
          <label
            key={stars}
            className={styles.star}
            data-on={value !== undefined && stars <= value ? '' : undefined}
          >
            <input
              type="radio"
              name={name}
              value={stars}
              checked={value === stars}
              onChange={() => onChoose(stars)}
              aria-label={stars === 1 ? '1 star' : `${stars} stars`}
            />
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M8 1.6l1.9 4.1 4.5.5-3.4 3 1 4.4L8 11.4l-4 2.2 1-4.4-3.4-3 4.5-.5z" />
            </svg>
          </label>
        ))}
      </div>
      {error === undefined ? null : (
        <p id={`${name}-error`} role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}
