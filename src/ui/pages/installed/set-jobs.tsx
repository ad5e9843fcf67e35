import type { ActivityItem } from '../../../ports/activity.ts';
import { isUnfinished, taskLabel } from '../../text/states.ts';
import { InstallJob } from '../module/install-job.tsx';
import styles from './sets.module.css';

/** Changes of the whole set that are under way, or wait for a yes; and the last one, where it failed. */
export function SetJobs({ items }: { items: readonly ActivityItem[] }) {
  const changes = items.filter(({ kind }) => kind === 'set');
  const shown = changes.filter(
    (item, place) => isUnfinished(item) || (place === 0 && item.state === 'failed'),
  );
  if (shown.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Changes under way">
      {shown.map((item) => (
        <div key={item.job}>
          <h2>{taskLabel(item)}</h2>
          <InstallJob job={item} />
        </div>
      ))}
    </section>
  );
}
