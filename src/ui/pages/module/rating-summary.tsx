import type { RatingsView } from '../../../core/view/module-view.ts';
import { Stars } from '../../components/stars.tsx';
import { formatCount } from '../../text/format.ts';
import styles from './ratings-tab.module.css';

export function RatingSummary({ ratings }: { ratings: RatingsView }) {
  const { average, count, histogram } = ratings;
  if (count === 0) {
    return (
      <section>
        <h2>No ratings yet</h2>
        <p className={styles.soft}>Be the first. It is signed with your identity and shown to everybody.</p>
      </section>
    );
  }
  const rows = [5, 4, 3, 2, 1].map((stars) => ({ stars, number: histogram[stars - 1] ?? 0 }));
  return (
    <section>
      <h2 className="visually-hidden">All ratings</h2>
      <p className={styles.average}>
        <span>{average.toFixed(1)}</span>
        <Stars value={average} label={`${average.toFixed(1)} of 5 stars`} />
      </p>
      <p className={styles.soft}>
        {formatCount(count, 'rating')} by unverified raters: anybody can make an identity.
      </p>
      <table className={styles.histogram}>
        <caption className="visually-hidden">Ratings by number of stars</caption>
        <tbody>
          {rows.map(({ stars, number }) => (
            <tr key={stars}>
              <th scope="row">
                {stars}
                <span className="visually-hidden">{stars === 1 ? ' star' : ' stars'}</span>
              </th>
              <td>
                <meter min={0} max={count} value={number} aria-label={`${number} of ${count}`} />
              </td>
              <td className={styles.number}>{number}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
