import { RatingMark } from '../../components/stars.tsx';
import { formatNumber } from '../../text/format.ts';
import type { ShownCounts } from './shown-ratings.ts';
import styles from './module-head.module.css';

/** How it is rated and how often it was fetched, among the facts about a module. */
export function HeadCounts({ counts }: { counts: ShownCounts }) {
  const { rating, rawRating, downloads = 0, installs = 0 } = counts;
  const [line, from] =
    rating === undefined ? ([rawRating, 'unverified'] as const) : ([rating, 'trusted'] as const);
  return (
    <>
      {line === undefined ? null : (
        <div>
          <dt>Rating</dt>
          <dd>
            <RatingMark {...line} from={from} />
            <span className={styles.soft} aria-hidden="true">
              {from}
            </span>
          </dd>
        </div>
      )}
      {downloads === 0 ? null : (
        <div>
          <dt>Downloads, as the relay counts</dt>
          <dd>
            {formatNumber(downloads)} <span className={styles.soft}>{formatNumber(installs)} to install</span>
          </dd>
        </div>
      )}
    </>
  );
}
