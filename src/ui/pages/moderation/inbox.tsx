import { Button } from '../../components/button.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { REPORTS_UNVERIFIED } from '../../text/moderation.ts';
import { InboxRow } from './inbox-row.tsx';
import styles from './moderation-page.module.css';

/** There is nobody to ask now; what is known here is shown all the same. */
function Offline({ again }: { again: () => void }) {
  const { engine } = useServices();
  const reconnect = useAction(async () => {
    await engine.reconnect();
    again();
  });
  return (
    <Notice
      title="The registry cannot be reached"
      action={
        <Button disabled={reconnect.running} onClick={() => void reconnect.run()}>
          Try again
        </Button>
      }
    >
      Which modules have reports is known to it alone; they show here when it answers. Your lists above work
      without it.
    </Notice>
  );
}

/** Which modules have reports, by the registry's word; the reports themselves are verified when one is opened. */
export function Inbox({ isAdmin }: { isAdmin: boolean }) {
  const { value, error, again } = useQuery('report inbox', (engine) => engine.reportInbox(), {
    topics: ['connection'],
  });
  const offline = error?.code === 'Network' || error?.code === 'Timeout';
  const older = error?.code === 'NotFound';
  return (
    <section className={styles.section}>
      <div className={styles.head}>
        <h2>Reports</h2>
        {value === undefined ? null : (
          <Button small onClick={again}>
            Look for new ones
          </Button>
        )}
      </div>
      <p className={styles.soft}>
        {REPORTS_UNVERIFIED}{' '}
        {isAdmin
          ? 'You are an admin of this registry, and may hide in its name.'
          : 'Everybody can read them; what you hide counts for you and for who follows you.'}
      </p>
      {offline ? <Offline again={again} /> : null}
      {older ? <Notice title="This registry collects no reports">Its software is older.</Notice> : null}
      {error === undefined || offline || older ? null : <ErrorNotice error={error} again={again} />}
      {value === undefined && error === undefined ? (
        <Skeleton label="Asking which modules have reports" lines={3} />
      ) : null}
      {value?.length === 0 && error === undefined ? (
        <p className={styles.none}>No reports. What people report about modules and reviews shows here.</p>
      ) : null}
      {value === undefined || value.length === 0 ? null : (
        <ul className={styles.rows} aria-label="Modules with reports">
          {value.map((reported) => (
            <InboxRow key={reported.id} reported={reported} />
          ))}
        </ul>
      )}
    </section>
  );
}
