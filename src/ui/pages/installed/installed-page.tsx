import { Link } from '@tanstack/react-router';
import { useActivity } from '../../activity.tsx';
import { buttonClass } from '../../components/button.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { CleanUpNotice } from './clean-up-notice.tsx';
import { jobAbout } from '../../../ports/module-state.ts';
import { BundleTools } from './bundle-tools.tsx';
import { InstalledRow } from './installed-row.tsx';
import { LockfileTools } from './lockfile-tools.tsx';
import { SetChoice } from './set-choice.tsx';
import { SetHistory } from './set-history.tsx';
import { SetJobs } from './set-jobs.tsx';
import { StorageUse } from './storage-use.tsx';
import { UpdateAll } from './update-all.tsx';
import { UpdatePause } from './update-pause.tsx';
import { useSettled } from './use-settled.ts';
import styles from './installed-page.module.css';

const INTRO = 'Verified, kept on this device, usable with no network.';

export function InstalledPage() {
  const { value, error, again } = useQuery('installed', (engine) => engine.installed(), {
    topics: ['installed', 'catalogue'],
  });
  const activity = useActivity();
  const settled = useSettled();
  if (!settled || (value === undefined && error === undefined))
    return (
      <Page title="Installed" intro={INTRO}>
        <Skeleton label="Loading what is installed" lines={5} />
      </Page>
    );
  return (
    <Page title="Installed" intro={INTRO} aside={<UpdateAll installations={value ?? []} />}>
      {error === undefined ? null : <ErrorNotice error={error} again={again} />}
      {value?.length === 0 ? (
        <Notice
          title="Nothing is installed"
          action={
            <Link to="/" className={buttonClass('primary')}>
              Browse modules
            </Link>
          }
        >
          What you install is checked, stored here, and works without a network.
        </Notice>
      ) : null}
      {value === undefined || value.length === 0 ? null : <UpdatePause />}
      <CleanUpNotice />
      <SetJobs items={activity.value ?? []} />
      {value === undefined || value.length === 0 ? null : (
        <ul aria-label="Installed modules" className={styles.list}>
          {value.map((installation) => (
            <InstalledRow
              key={installation.id}
              installation={installation}
              job={jobAbout(activity.value ?? [], installation)}
            />
          ))}
        </ul>
      )}
      <SetHistory />
      <SetChoice />
      <BundleTools isEmpty={(value ?? []).length === 0} />
      <LockfileTools isEmpty={(value ?? []).length === 0} />
      <StorageUse installations={value ?? []} />
      <p className={styles.elsewhere}>
        What modules may ask for without a question, and when unused ones are removed, is set under{' '}
        <Link to="/settings">Settings</Link>.
      </p>
    </Page>
  );
}
