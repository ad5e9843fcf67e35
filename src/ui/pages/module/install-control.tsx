import type { ModuleId, Version } from '../../../core/ids.ts';
import type { ReleaseView } from '../../../core/view/module-view.ts';
import type { ActivityItem } from '../../../ports/activity.ts';
import type { Installation } from '../../../ports/module-page.ts';
import { jobAbout, MODULE_WORDS } from '../../../ports/module-state.ts';
import { useActivity } from '../../activity.tsx';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { KeptFocus } from '../../components/kept-focus.tsx';
import { formatBytes } from '../../text/format.ts';
import { shownState } from '../../text/module-state.ts';
import { useUninstall } from '../installed/use-uninstall.ts';
import { InstalledExtras } from './installed-extras.tsx';
import { InstallJob } from './install-job.tsx';
import { MayDo } from './may-do.tsx';
import { failedInstall } from './shown-release.ts';
import { useInstall } from './use-install.tsx';
import styles from './install-control.module.css';

interface InstallControlProps {
  readonly id: ModuleId;
  readonly name: string;
  readonly installation: Installation | undefined;
  readonly job: ActivityItem | undefined;
  /** What `Install` installs; absent when nothing can be. */
  readonly offered: Offered | undefined;
  /** The release that is installed, where its record is here. */
  readonly current?: ReleaseView | undefined;
  /** Two releases of the version that is installed, or would be, have a receipt. */
  readonly contradiction?: boolean | undefined;
}

interface Offered {
  readonly version: Version;
  readonly size: number;
  readonly confirmed: boolean;
  /** Absent where only the catalogue knows the module yet. */
  readonly release?: ReleaseView;
}

/** Install, what becomes of it, and what can be done with what is installed. */
export function InstallControl({
  id,
  name,
  installation,
  job,
  offered,
  current,
  contradiction,
}: InstallControlProps) {
  const activity = useActivity();
  const install = useInstall(id, name, offered);
  const uninstall = useUninstall();
  const underWay = job?.kind === 'install' ? job : undefined;
  const shownJob =
    underWay ?? (installation === undefined ? failedInstall(activity.value ?? [], id) : undefined);
  const newer =
    installation !== undefined && offered !== undefined && offered.version !== installation.version
      ? offered.version
      : undefined;
  const state = shownState({
    installed: installation?.version,
    newer,
    job: shownJob ?? jobAbout(activity.value ?? [], { id, installedAt: installation?.installedAt, newer }),
    contradiction,
  });

  return (
    <KeptFocus className={styles.control} aria-label="On this device">
      {installation === undefined ? (
        <Button
          look="primary"
          className={styles.big}
          disabled={install.running || underWay !== undefined || offered === undefined}
          onClick={() => install.start()}
        >
          Install
        </Button>
      ) : (
        <>
          <p className={styles.installed}>
            <Icon name="check" /> {MODULE_WORDS.installed} <code>{installation.version}</code>
            {state.name === 'installed' || shownJob !== undefined ? null : (
              <Badge tone={state.badge} title={state.detail}>
                {state.word}
              </Badge>
            )}
          </p>
          {newer !== undefined && underWay === undefined ? (
            <Button look="primary" disabled={install.running} onClick={() => install.start()}>
              Update to {newer}
            </Button>
          ) : null}
          <Button look="danger" disabled={uninstall.running} onClick={() => void uninstall.run(installation)}>
            Uninstall
          </Button>
        </>
      )}
      {install.dialog}
      {shownJob === undefined ? null : <InstallJob job={shownJob} />}
      {installation === undefined && shownJob === undefined ? (
        <p className={styles.soft}>
          <strong>{state.word}.</strong>{' '}
          {state.name === 'contradiction'
            ? state.detail
            : offered === undefined
              ? 'No version can be installed.'
              : `${offered.version}, ${formatBytes(offered.size)}. Hash and signature are checked before it counts.`}
        </p>
      ) : null}
      {offered?.release === undefined || (installation !== undefined && newer === undefined) ? null : (
        <MayDo id={id} offered={offered.release} installed={current} />
      )}
      {installation === undefined ? null : <InstalledExtras installation={installation} />}
      <div className={styles.command}>
        <code>gen install {id}</code>
        <CopyButton text={`gen install ${id}`} label="Copy the command" />
      </div>
    </KeptFocus>
  );
}
