import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { Version } from '../../../core/ids.ts';
import type { ActivityItem } from '../../../ports/activity.ts';
import type { Installation } from '../../../ports/module-page.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Glyph } from '../../components/glyph.tsx';
import { useServices } from '../../services.tsx';
import { formatBytes, formatDate, formatTime } from '../../text/format.ts';
import { lastUse } from '../../text/housekeeping.ts';
import { hidingSentence } from '../../text/moderation.ts';
import { InstallQuestion } from '../module/install-question.tsx';
import { useChange } from '../changes/use-change.ts';
import { useInstall } from '../module/use-install.tsx';
import { AutoUpdate } from './auto-update.tsx';
import { useUninstall } from './use-uninstall.ts';
import styles from './installed-page.module.css';

interface InstalledRowProps {
  readonly installation: Installation;
  /** Its update that waits for a yes. */
  readonly asking: ActivityItem | undefined;
}

export function InstalledRow({ installation, asking }: InstalledRowProps) {
  const { id, name, version, size, installedAt, wanted, wish, neededBy, newer, isBreaking, hidden } =
    installation;
  const { engine } = useServices();
  const update = useInstall(id, name);
  const change = useChange();
  // What only came along has no newer version of its own: what needs it says which.
  const offered = asking !== undefined || (isBreaking && wish === undefined) ? undefined : newer;

  function start(version: Version): void {
    if (wish !== undefined) update.start({ version, range: isBreaking ? undefined : wish.range });
    else
      change.start({
        title: `Update ${name}?`,
        plan: () => engine.planSet({ kind: 'update', ids: [id] }),
        apply: (agreed) => engine.changeSet({ kind: 'update', ids: [id] }, agreed),
        isPlain: ({ lines }) => lines.every((line) => line.id === id),
        nothing: `What needs ${name} takes no newer version of it.`,
      });
  }
  const uninstall = useUninstall();
  return (
    <li className={styles.row}>
      <Glyph id={id} />
      <div className={styles.body}>
        <p className={styles.name}>
          <Link to="/m/$id" params={{ id }}>
            {name}
          </Link>
          <code>{id}</code>
        </p>
        <p className={styles.facts}>
          <code>{version}</code>
          <span>{formatBytes(size)}</span>
          <span title={formatTime(installedAt)}>installed {formatDate(installedAt)}</span>
          <span>{lastUse(installation)}</span>
          {wanted ? null : <Badge>came with another</Badge>}
          {offered === undefined ? null : (
            <Badge tone={isBreaking ? 'warn' : 'good'}>
              {offered} available{isBreaking ? ', breaking' : ''}
            </Badge>
          )}
          {asking === undefined ? null : <Badge tone="warn">{newer} waits for your yes</Badge>}
          {hidden.length === 0 ? null : <Badge tone="warn">Hidden by moderation</Badge>}
        </p>
        {hidden.map((hiding) => (
          <p key={`${hiding.as} ${hiding.by}`} className={styles.hidden}>
            {hidingSentence(hiding)}
          </p>
        ))}
        {neededBy.length === 0 ? null : (
          <p className={styles.facts}>
            needed by{' '}
            {neededBy.map((needing, place) => (
              <Fragment key={needing}>
                <span>
                  <Link to="/m/$id" params={{ id: needing }}>
                    {needing}
                  </Link>
                  {place < neededBy.length - 1 ? ',' : ''}
                </span>
              </Fragment>
            ))}
          </p>
        )}
        <AutoUpdate installation={installation} />
      </div>
      {update.dialog}
      <div className={styles.actions}>
        {asking === undefined ? null : <InstallQuestion job={asking} />}
        {offered === undefined ? null : (
          <Button
            small
            look={isBreaking ? 'plain' : 'primary'}
            disabled={update.running}
            aria-label={`Update ${name} to ${offered}`}
            onClick={() => start(offered)}
          >
            Update
          </Button>
        )}
        <Button
          small
          look="danger"
          disabled={uninstall.running}
          aria-label={`Uninstall ${name}`}
          onClick={() => void uninstall.run(installation)}
        >
          Uninstall
        </Button>
      </div>
    </li>
  );
}
