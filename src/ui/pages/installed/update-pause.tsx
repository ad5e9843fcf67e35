import { useQuery } from '../../hooks/use-query.ts';
import { mayUpdateNow, verifiedTime } from '../../hooks/use-stale.ts';
import { formatAge } from '../../text/format.ts';
import styles from './installed-page.module.css';

/** Why nothing is updated that nobody asked for: a registry that keeps silent for a week may hide newer versions. */
export function UpdatePause() {
  const { value } = useQuery('connection', (engine) => engine.connection(), { topics: ['connection'] });
  const time = value === undefined ? undefined : verifiedTime(value);
  if (time === undefined || mayUpdateNow(time)) return null;
  return (
    <p className={styles.pause} role="note">
      The registry has signed no account of its catalogue that reached this device since {formatAge(time)}.
      Newer versions may be missing here, so nothing is updated by itself until it does. What you update by
      hand is verified as always.
    </p>
  );
}
