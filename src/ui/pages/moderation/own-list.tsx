import { Link } from '@tanstack/react-router';
import type { OwnLine } from '../../../ports/moderation.ts';
import { Badge } from '../../components/badge.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { formatDate, formatTime, shortDid } from '../../text/format.ts';
import { TakeBack } from '../module/hidden-take-back.tsx';
import styles from './moderation-page.module.css';

function Line({ line: { id, reviewOf, hiding } }: { line: OwnLine }) {
  const what = reviewOf === undefined ? id : `the review by ${shortDid(reviewOf)} of ${id}`;
  return (
    <li className={styles.list}>
      <div className={styles.body}>
        <p className={styles.name}>
          {reviewOf === undefined ? null : (
            <span>
              Review by <code title={reviewOf}>{shortDid(reviewOf)}</code> of
            </span>
          )}
          <Link to="/m/$id" params={{ id }} search={reviewOf === undefined ? {} : { tab: 'ratings' }}>
            {id}
          </Link>
          {hiding.pending ? (
            <Badge tone="warn" title="It counts for others once the registry has it.">
              On this device only
            </Badge>
          ) : null}
        </p>
        {hiding.reason === '' ? null : <p className={styles.reason}>“{hiding.reason}”</p>}
        <p className={styles.facts} title={formatTime(hiding.time)}>
          Hidden on {formatDate(hiding.time)}
        </p>
      </div>
      <TakeBack subject={{ id, reviewOf }} as="person" label={`Take back that ${what} is hidden`} />
    </li>
  );
}

/** What this person hides, for themselves and for whoever follows them. */
export function OwnList() {
  const { value, error, again } = useQuery('own list', (engine) => engine.ownList(), {
    topics: ['moderation', 'identity'],
  });
  return (
    <section className={styles.section}>
      <h2>Your own list</h2>
      <p className={styles.soft}>Public, and signed in your name. It counts for whoever follows you, too.</p>
      {error === undefined ? null : <ErrorNotice error={error} again={again} />}
      {value === undefined && error === undefined ? <Skeleton label="Loading your list" lines={2} /> : null}
      {value?.length === 0 ? (
        <p className={styles.none}>
          You hide nothing. The page of a module has “Hide…”, and so has a review.
        </p>
      ) : null}
      {value === undefined || value.length === 0 ? null : (
        <ul className={styles.rows} aria-label="Your own list">
          {value.map((line) => (
            <Line key={`${line.id} ${line.reviewOf ?? ''}`} line={line} />
          ))}
        </ul>
      )}
    </section>
  );
}
