import { ratingAverage, ratingCount } from '../../../core/view/aggregate.ts';
import type { ModulePage } from '../../../ports/engine.ts';
import { RatingMark } from '../../components/stars.tsx';
import { formatNumber } from '../../text/format.ts';
import { shownRatings } from './shown-ratings.ts';
import styles from './module-head.module.css';

/** How it is rated and how often it was fetched, among the facts about a module. */
export function HeadCounts({ page }: { page: ModulePage }) {
  const { trusted, everybody } = shownRatings(page);
  const count = ratingCount(trusted);
  const all = ratingCount(everybody);
  const { downloads = 0, installs = 0 } = page.aggregate ?? {};
  return (
    <>
      {all === 0 ? null : (
        <div>
          <dt>Rating</dt>
          <dd>
            {count > 0 ? (
              <RatingMark average={ratingAverage(trusted)} count={count} />
            ) : (
              <>
                <RatingMark average={ratingAverage(everybody)} count={all} />
                <span className={styles.soft}>unverified</span>
              </>
            )}
          </dd>
        </div>
      )}
      {downloads === 0 ? null : (
        <div>
          <dt>Downloads, as the relay counts</dt>
          <dd>
            {formatNumber(downloads)}
            <span className={styles.soft}>{formatNumber(installs)} to install</span>
          </dd>
        </div>
      )}
    </>
  );
}
