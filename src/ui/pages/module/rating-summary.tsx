import { ratingAverage, ratingCount } from '../../../core/view/aggregate.ts';
import type { ModulePage } from '../../../ports/module-page.ts';
import { Stars } from '../../components/stars.tsx';
import { everybodyWords, NOBODY_TRUSTED, trustedWords } from '../../text/ratings.ts';
import { RatingHistogram } from './rating-histogram.tsx';
import { shownRatings } from './shown-ratings.ts';
import styles from './ratings-tab.module.css';

/** First the ratings that somebody answers for; then everybody's, which are told apart. */
export function RatingSummary({ page }: { page: ModulePage }) {
  const { trusted, everybody, isCountedHere } = shownRatings(page);
  const [count, all] = [ratingCount(trusted), ratingCount(everybody)];
  if (all === 0) {
    return (
      <section>
        <h2>No ratings yet</h2>
        <p className={styles.soft}>Be the first. It is signed with your identity and shown to everybody.</p>
      </section>
    );
  }
  const [average, overall] = [ratingAverage(trusted).toFixed(1), ratingAverage(everybody).toFixed(1)];
  return (
    <>
      <section>
        <h2>Trusted rating</h2>
        {count === 0 ? (
          <p className={styles.soft}>{NOBODY_TRUSTED}</p>
        ) : (
          <>
            <p className={styles.average}>
              <span>{average}</span>
              <Stars value={ratingAverage(trusted)} label={`${average} of 5 stars`} />
            </p>
            <p className={styles.soft}>{trustedWords(count, isCountedHere)}</p>
            <RatingHistogram histogram={trusted} caption="Trusted ratings by number of stars" />
          </>
        )}
      </section>
      <section>
        <h2>Everybody’s rating</h2>
        <p className={styles.overall}>
          <span>{overall}</span>
          <Stars value={ratingAverage(everybody)} label={`${overall} of 5 stars`} />
        </p>
        <p className={styles.soft}>{everybodyWords(all, isCountedHere)}</p>
        <RatingHistogram histogram={everybody} caption="Everybody’s ratings by number of stars" />
      </section>
    </>
  );
}
