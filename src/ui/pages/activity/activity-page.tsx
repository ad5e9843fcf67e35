import { Link } from '@tanstack/react-router';
import type { ActivityItem } from '../../../ports/activity.ts';
import { useActivity } from '../../activity.tsx';
import { Button, buttonClass } from '../../components/button.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { isUnfinished } from '../../text/states.ts';
import { ActivityRow } from './activity-row.tsx';
import { QueueTools } from './queue-tools.tsx';
import { TellInBackground } from './tell-in-background.tsx';
import styles from './activity-page.module.css';

/** What needs a person, what is done without one in its order, and what is over. */
function Lists({ items }: { items: readonly ActivityItem[] }) {
  const waiting = items
    .filter(({ place }) => place !== undefined)
    .sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
  const movable = waiting.filter(({ canMove }) => canMove);
  const asking = items.filter(({ state }) => state === 'asking');
  const finished = items.filter((item) => item.place === undefined && item.state !== 'asking');
  return (
    <section aria-label="Activity" className={styles.lists}>
      <List title="Waits for your yes" items={asking} />
      {waiting.length === 0 ? null : (
        <div>
          <h2 className={styles.title}>Waiting</h2>
          <ol aria-label="Waiting" className={styles.list}>
            {waiting.map((item) => (
              <ActivityRow
                key={item.job}
                item={item}
                tools={
                  item.canMove ? (
                    <QueueTools item={item} at={movable.indexOf(item)} of={movable.length} />
                  ) : null
                }
              />
            ))}
          </ol>
        </div>
      )}
      <List title="Finished" items={finished} />
    </section>
  );
}

function List({ title, items }: { title: string; items: readonly ActivityItem[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <h2 className={styles.title}>{title}</h2>
      <ul aria-label={title} className={styles.list}>
        {items.map((item) => (
          <ActivityRow key={item.job} item={item} />
        ))}
      </ul>
    </div>
  );
}

export function ActivityPage() {
  const { engine } = useServices();
  const { value, error, again } = useActivity();
  const clear = useAction(() => engine.clearActivity());
  const finished = value?.some((item) => !isUnfinished(item)) ?? false;
  return (
    <Page
      title="Activity"
      intro="What this device publishes, rates and installs. Whatever is unfinished survives a reload and goes on when the network is back."
      aside={
        finished ? (
          <Button small disabled={clear.running} onClick={() => void clear.run()}>
            Clear finished
          </Button>
        ) : null
      }
    >
      {error === undefined ? null : <ErrorNotice error={error} again={again} />}
      {value === undefined && error === undefined ? (
        <Skeleton label="Loading the activity" lines={5} />
      ) : null}
      {value?.length === 0 ? (
        <Notice
          title="Nothing is under way"
          action={
            <Link to="/" className={buttonClass('primary')}>
              Browse modules
            </Link>
          }
        >
          Installs, ratings and publishes show here with their state, and wait here while there is no network.
        </Notice>
      ) : null}
      {value === undefined || value.length === 0 ? null : <Lists items={value} />}
      <TellInBackground />
    </Page>
  );
}
