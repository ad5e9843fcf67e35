import type { RatingView } from '../../../core/view/module-view.ts';
import type { ModulePage } from '../../../ports/module-page.ts';
import { Age } from '../../components/age.tsx';
import { Badge } from '../../components/badge.tsx';
import { DidText } from '../../components/identifier.tsx';
import { Stars } from '../../components/stars.tsx';
import { TextBlob } from '../../components/text-blob.tsx';
import { shortDid } from '../../text/format.ts';
import { countsWords, WHY_IT_COUNTS } from '../../text/ratings.ts';
import { HiddenReview } from './hidden-review.tsx';
import { HideButton } from './hide-button.tsx';
import { ReportButton } from './report-button.tsx';
import styles from './ratings-tab.module.css';

function Review({ rating, page }: { rating: RatingView; page: ModulePage }) {
  const { stars, rater, version, time, pending, review } = rating;
  const own = rater === page.mine;
  const subject = { id: page.module.id, reviewOf: rater };
  const hidings = page.hiddenReviews[rater] ?? [];
  const counts = countsWords(rater, page);
  const text = review === undefined ? null : <TextBlob hash={review} label="review" plain />;
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
      {hidings.length === 0 ? (
        text
      ) : (
        <HiddenReview subject={subject} hidings={hidings}>
          {text}
        </HiddenReview>
      )}
      <div className={styles.by}>
        <DidText did={rater} label="the rater's identity" mine={own} />
        {counts === undefined ? null : (
          <span className={styles.counts} title={WHY_IT_COUNTS}>
            {counts}
          </span>
        )}
        {own ? null : (
          <span className={styles.moderate}>
            <ReportButton subject={subject} label={`Report the review by ${shortDid(rater)}`} />
            {hidings.length === 0 ? (
              <HideButton subject={subject} label={`Hide the review by ${shortDid(rater)}`} />
            ) : null}
          </span>
        )}
      </div>
    </li>
  );
}

export function ReviewList({ page }: { page: ModulePage }) {
  const { ratings } = page.ratings;
  if (ratings.length === 0) return null;
  return (
    <section>
      <h2>Reviews</h2>
      <ul aria-label="Reviews" className={styles.reviews}>
        {ratings.map((rating) => (
          <Review key={rating.rater} rating={rating} page={page} />
        ))}
      </ul>
    </section>
  );
}
