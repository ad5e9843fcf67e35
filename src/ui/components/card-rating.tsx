import type { Card } from '../../ports/search.ts';
import { RatingMark } from './stars.tsx';
import styles from './card-rating.module.css';

/** Of raters that count here; where there are none, everybody's, said to be so. */
export function CardRating({ card: { rating, rawRating } }: { card: Card }) {
  if (rating !== undefined && rating.count > 0) return <RatingMark {...rating} from="trusted" />;
  if (rawRating === undefined || rawRating.count === 0) return null;
  return (
    <span className={styles.raw} title="Anybody can make many identities: nobody vouches for these raters.">
      <RatingMark {...rawRating} from="unverified" /> <span aria-hidden="true">unverified</span>
    </span>
  );
}
