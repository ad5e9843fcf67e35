import { CopyButton } from '../../components/copy-button.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { formatDate, formatTime } from '../../text/format.ts';
import { BackupForm } from './backup-form.tsx';
import { DidPicture } from './did-picture.tsx';
import { TakeInForm } from './permissions/take-in-form.tsx';
import { useOpenedLink } from './permissions/use-opened-link.ts';
import { NameForm } from './name-form.tsx';
import { Permissions } from './permissions/permissions.tsx';
import { RestoreForm } from './restore-form.tsx';
import styles from './identity-page.module.css';

export function IdentityPage() {
  const { value, error, again } = useQuery('identity', (engine) => engine.identity(), {
    topics: ['identity'],
  });
  const [opened, done] = useOpenedLink();
  return (
    <Page
      title="Identity"
      intro="This is who you are here: a key that was made on this device and never leaves it unencrypted. It signs what you publish and rate; whoever holds it is you, and nobody can give it back to you."
    >
      {opened === undefined ? null : (
        <TakeInForm key={opened} mine={value?.did} opened={{ link: opened, done }} />
      )}
      {error === undefined ? null : <ErrorNotice error={error} again={again} />}
      {value === undefined ? (
        error === undefined ? (
          <Skeleton label="Loading your identity" />
        ) : null
      ) : (
        <>
          <p className={styles.did}>
            <code>{value.did}</code>
            <CopyButton text={value.did} label="Copy your identity" />
          </p>
          <p className={value.backedUpAt === undefined ? styles.warn : styles.soft}>
            {value.backedUpAt === undefined
              ? 'No backup yet. If this device or its browser data is lost, your module ids are lost with it.'
              : `Backed up ${formatTime(value.backedUpAt)}.`}{' '}
            Made {formatDate(value.createdAt)}.
          </p>
          <p className={styles.soft}>
            Whoever lets you publish under their id needs this text; it is no secret.
          </p>
          <DidPicture did={value.did} />
          <NameForm key={value.did} did={value.did} />
        </>
      )}
      <div className={styles.forms}>
        <BackupForm />
        <RestoreForm />
      </div>
      <Permissions mine={value?.did} takeIn={opened === undefined} />
    </Page>
  );
}
