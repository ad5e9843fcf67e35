import { ratingCount, type Histogram } from '../../../core/view/aggregate.ts';
import styles from './ratings-tab.module.css';

/** @param caption for who does not see that it stands below its number. */
export function RatingHistogram({ histogram, caption }: { histogram: Histogram; caption: string }) {
  const count = ratingCount(histogram);
  const rows = [5, 4, 3, 2, 1].map((stars) => ({ stars, number: histogram[stars - 1] ?? 0 }));
  return (
    <table className={styles.histogram}>
      <caption className="visually-hidden">{caption}</caption>
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
  );
}
