import { Link } from '@tanstack/react-router';
import type { Identity } from '../../../ports/engine.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { formatDate, formatTime } from '../../text/format.ts';
import { BackupForm, NoBackupHere } from './backup-form.tsx';
import { Devices } from './devices/devices.tsx';
import { DidPicture } from './did-picture.tsx';
import { TakeInForm } from './permissions/take-in-form.tsx';
import { NameForm } from './name-form.tsx';
import { Permissions } from './permissions/permissions.tsx';
import { RestoreForm } from './restore-form.tsx';
import { useOpenedLink } from './use-opened-link.ts';
import styles from './identity-page.module.css';

const MAIN_HERE =
  'This is who you are: a key that was made on this device and never leaves it unencrypted. What you publish and rate is signed in its name; whoever holds it is you, and nobody can give it back to you.';
const MAIN_ELSEWHERE =
  'This is who you are, on all your devices. Your main key is on another one, and let this device sign in your name by a key of its own.';

function BackupState({ identity: { hasMain, backedUpAt, createdAt } }: { identity: Identity }) {
  if (!hasMain)
    return <p className={styles.soft}>This device signs in your name since {formatDate(createdAt)}.</p>;
  return (
    <p className={backedUpAt === undefined ? styles.warn : styles.soft}>
      {backedUpAt === undefined
        ? 'No backup yet. If this device or its browser data is lost, your module ids are lost with it.'
        : `Backed up ${formatTime(backedUpAt)}.`}{' '}
      Made {formatDate(createdAt)}.
    </p>
  );
}

export function IdentityPage() {
  const { value, error, again } = useQuery('identity', (engine) => engine.identity(), {
    topics: ['identity'],
  });
  const [opened, done] = useOpenedLink();
  const permission = opened?.kind === 'permission' ? opened.link : undefined;
  return (
    <Page title="Identity" intro={value?.hasMain === false ? MAIN_ELSEWHERE : MAIN_HERE}>
      {permission === undefined ? null : (
        <TakeInForm key={permission} mine={value?.did} opened={{ link: permission, done }} />
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
          <BackupState identity={value} />
          <p className={styles.soft}>
            Whoever lets you publish under their id needs this text; it is no secret.
          </p>
          <DidPicture did={value.did} />
          <NameForm key={value.did} did={value.did} />
          <Devices key={`${value.device} of ${value.did}`} identity={value} opened={opened} done={done} />
        </>
      )}
      <div className={styles.forms}>
        {value?.hasMain === false ? <NoBackupHere /> : <BackupForm />}
        <RestoreForm />
      </div>
      <Permissions mine={value?.did} here={value?.device} takeIn={permission === undefined} />
      <p className={styles.elsewhere}>
        You choose whose word on what to hide counts on this device under{' '}
        <Link to="/moderation">Moderation</Link>, and what modules may ask for under{' '}
        <Link to="/settings">Settings</Link>.
      </p>
    </Page>
  );
}
