import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { Installation } from '../../../ports/engine.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Glyph } from '../../components/glyph.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { formatBytes, formatDate, formatTime } from '../../text/format.ts';
import { useUninstall } from './use-uninstall.ts';
import styles from './installed-page.module.css';

export function InstalledRow({ installation }: { installation: Installation }) {
  const { engine } = useServices();
  const { id, name, version, size, installedAt, wanted, neededBy, newer } = installation;
  const update = useAction(() => engine.install(id, newer));
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
          {wanted ? null : <Badge>came with another</Badge>}
          {newer === undefined ? null : <Badge tone="good">{newer} available</Badge>}
        </p>
        {neededBy.length === 0 ? null : (
          <p className={styles.facts}>
            needed by{' '}
            {neededBy.map((needing, place) => (
              <Fragment key={needing}>
                {place > 0 ? ', ' : ''}
                <Link to="/m/$id" params={{ id: needing }}>
                  {needing}
                </Link>
              </Fragment>
            ))}
          </p>
        )}
      </div>
      <div className={styles.actions}>
        {newer === undefined ? null : (
          <Button
            small
            look="primary"
            disabled={update.running}
            aria-label={`Update ${name} to ${newer}`}
            onClick={() => void update.run()}
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
