import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { ReleaseView } from '../../../core/view/module-view.ts';
import type { ModulePage } from '../../../ports/module-page.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { HashText } from '../../components/identifier.tsx';
import { Notice } from '../../components/notice.tsx';
import { formatBytes, formatDate, formatTime } from '../../text/format.ts';
import { Changelog } from './changelog.tsx';
import { FallenList } from './fallen-list.tsx';
import { DeviceName } from './key-text.tsx';
import { OnBehalf } from './on-behalf.tsx';
import { hasSeveralDevices, isByOwner, releasedFrom } from './owned-device.ts';
import { RivalList } from './rival-list.tsx';
import { isConfirmed } from './shown-release.ts';
import { useInstall } from './use-install.tsx';
import styles from './lists.module.css';

function Marks({ release, page }: { release: ReleaseView; page: ModulePage }) {
  const { module, installation } = page;
  return (
    <>
      {release.version === module.latest ? <Badge tone="good">Latest</Badge> : null}
      {release.version === installation?.version ? <Badge tone="good">Installed</Badge> : null}
      {release.pending ? (
        <Badge tone="warn" title="On this device only; no receipt yet.">
          Not published yet
        </Badge>
      ) : (
        <Badge
          tone={isConfirmed(release) ? 'plain' : 'warn'}
          title={
            isConfirmed(release)
              ? 'A relay has signed a receipt for it.'
              : 'No relay has signed a receipt for it.'
          }
        >
          {isConfirmed(release) ? 'Confirmed' : 'Unconfirmed'}
        </Badge>
      )}
      {release.contradiction ? <Badge tone="bad">Contradiction</Badge> : null}
      {release.yanked === undefined ? null : <Badge tone="bad">Yanked</Badge>}
      {release.deprecated === undefined ? null : <Badge tone="warn">Deprecated</Badge>}
    </>
  );
}

/** Whoever it was if not the owner; of the owner, which device where there are several. */
function SignedBy({ release, page }: { release: ReleaseView; page: ModulePage }) {
  if (!isByOwner(page, release)) {
    return (
      <span>
        <OnBehalf page={page} release={release} />
      </span>
    );
  }
  const device = releasedFrom(page, release);
  if (device === undefined || !hasSeveralDevices(page, device.of)) return null;
  return <DeviceName did={release.author} device={device} />;
}

function Release({ release, page }: { release: ReleaseView; page: ModulePage }) {
  const { module, installation } = page;
  const { version } = release;
  const install = useInstall(module.id, module.name, { version, confirmed: isConfirmed(release) });
  const offered = version !== installation?.version && !release.contradiction && release.yanked === undefined;
  const isNamed = useLocation({ select: ({ hash }) => hash }) === version;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isNamed) item.current?.scrollIntoView({ block: 'center' });
  }, [isNamed]);
  const reason = release.yanked?.reason ?? release.deprecated?.reason ?? '';
  return (
    <li ref={item} aria-current={isNamed ? 'true' : undefined}>
      <div className={styles.line}>
        <code className={styles.version}>{version}</code>
        <Marks release={release} page={page} />
        {offered ? (
          <Button
            small
            disabled={install.running}
            onClick={() => install.start({ version })}
            aria-label={`Install version ${version}`}
          >
            Install
          </Button>
        ) : null}
      </div>
      {install.dialog}
      <div className={styles.facts}>
        <span title={formatTime(release.publishedAt)}>{formatDate(release.publishedAt)}</span>
        <span>{formatBytes(release.size)}</span>
        <span>
          sha256 <HashText hash={release.sha256} label={`the sha256 of ${version}`} />
        </span>
        <SignedBy release={release} page={page} />
      </div>
      {reason === '' ? null : <p className={styles.warn}>{reason}</p>}
      <RivalList release={release} page={page} />
      {release.changelog === undefined ? null : <Changelog hash={release.changelog} version={version} />}
    </li>
  );
}

export function VersionsTab({ page }: { page: ModulePage }) {
  const { releases, fallen } = page.module;
  if (releases.length === 0 && fallen.length === 0)
    return <Notice title="No versions">The name is taken, but nothing was released under it yet.</Notice>;
  return (
    <>
      <section className={styles.section}>
        <h2>Versions</h2>
        <p className={styles.soft}>Newest first. A version is published once and never changes.</p>
        <ul className={styles.rows} aria-label="Versions">
          {releases.map((release) => (
            <Release key={release.record} release={release} page={page} />
          ))}
        </ul>
      </section>
      <FallenList page={page} />
    </>
  );
}
