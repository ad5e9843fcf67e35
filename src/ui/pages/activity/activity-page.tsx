import { Link } from '@tanstack/react-router';
import { Button, buttonClass } from '../../components/button.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { isUnfinished } from '../../text/states.ts';
import { ActivityRow } from './activity-row.tsx';
import { TellInBackground } from './tell-in-background.tsx';
import styles from './activity-page.module.css';

export function ActivityPage() {
  const { engine } = useServices();
  const { value, error, again } = useQuery('activity', (asked) => asked.activity(), { topics: ['activity'] });
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
      {value === undefined || value.length === 0 ? null : (
        <ul aria-label="Activity" className={styles.list}>
          {value.map((item) => (
            <ActivityRow key={item.job} item={item} />
          ))}
        </ul>
      )}
      <TellInBackground />
    </Page>
  );
}
