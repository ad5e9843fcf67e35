import { ErrorNotice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useModerators } from '../../hooks/use-moderators.ts';
import { FollowForm } from './follow-form.tsx';
import { Inbox } from './inbox.tsx';
import { ListRow } from './list-row.tsx';
import { OwnList } from './own-list.tsx';
import styles from './moderation-page.module.css';

export function ModerationPage() {
  const { value, error, again } = useModerators();
  return (
    <Page
      title="Moderation"
      intro="Nothing is ever deleted from the registry. Moderators sign lists of what they would rather not show, and you choose whose lists count on this device."
    >
      <section className={styles.section}>
        <h2>Lists that count here</h2>
        <p className={styles.soft}>The choice stays on this device, and nobody is told whom you follow.</p>
        {error === undefined ? null : <ErrorNotice error={error} again={again} />}
        {value === undefined && error === undefined ? (
          <Skeleton label="Loading whose lists count here" />
        ) : null}
        {value === undefined ? null : (
          <ul className={styles.rows} aria-label="Lists that count here">
            {value.lists.map((list) => (
              <ListRow key={list.who} list={list} />
            ))}
          </ul>
        )}
        <FollowForm />
      </section>
      <OwnList />
      <Inbox isAdmin={value?.isAdmin ?? false} />
    </Page>
  );
}
