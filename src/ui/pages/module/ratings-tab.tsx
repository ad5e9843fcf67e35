import type { ModulePage } from '../../../ports/module-page.ts';
import { RatingForm } from './rating-form.tsx';
import { RatingSummary } from './rating-summary.tsx';
import { ReviewList } from './review-list.tsx';
import styles from './ratings-tab.module.css';

export function RatingsTab({ page }: { page: ModulePage }) {
  const { ratings } = page.ratings;
  const own = ratings.find(({ rater }) => rater === page.mine);
  return (
    <div className={styles.columns}>
      <div className={styles.side}>
        <RatingSummary page={page} />
        <RatingForm page={page} own={own} />
      </div>
      <ReviewList page={page} />
    </div>
  );
}
