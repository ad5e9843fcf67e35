import type { Did } from '../../../core/ids.ts';
import type { RatingView } from '../../../core/view/module-view.ts';
import { Age } from '../../components/age.tsx';
import { Badge } from '../../components/badge.tsx';
import { DidText } from '../../components/identifier.tsx';
import { Stars } from '../../components/stars.tsx';
import { TextBlob } from '../../components/text-blob.tsx';
import styles from './ratings-tab.module.css';

function Review({ rating, own }: { rating: RatingView; own: boolean }) {
  const { stars, rater, version, time, pending, review } = rating;
  return (
    <li className={styles.review}>
      <p className={styles.line}>
        <Stars value={stars} label={stars === 1 ? '1 star' : `${stars} stars`} />
        {version === undefined ? null : <code>{version}</code>}
        <Age className={styles.soft} time={time} />
        {pending ? (
          <Badge tone="warn" title="It counts for others once the registry has it.">
            On this device only
          </Badge>
        ) : null}
      </p>
      {review === undefined ? null : <TextBlob hash={review} label="review" plain />}
      <DidText did={rater} label="the rater's identity" mine={own} />
    </li>
  );
}

export function ReviewList({ ratings, mine }: { ratings: readonly RatingView[]; mine: Did }) {
  if (ratings.length === 0) return null;
  return (
    <section>
      <h2>Reviews</h2>
      <ul aria-label="Reviews" className={styles.reviews}>
        {ratings.map((rating) => (
          <Review key={rating.rater} rating={rating} own={rating.rater === mine} />
        ))}
      </ul>
    </section>
  );
}
