import type { ModulePage } from '../../../ports/module-page.ts';
import { Badge } from '../../components/badge.tsx';
import { HashText } from '../../components/identifier.tsx';
import { formatDate, formatTime } from '../../text/format.ts';
import { endWords } from '../../text/permissions.ts';
import { KeyText } from './key-text.tsx';
import { deviceOfOne } from './owned-device.ts';
import styles from './lists.module.css';

/** Releases that were signed, and do not count. */
export function FallenList({ page }: { page: ModulePage }) {
  const { module, mine, installation } = page;
  if (module.fallen.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>Without standing</h2>
      <p className={styles.soft}>
        The permission they were signed by has ended, and the registry had not receipted them before. Nobody
        installs them anew.
      </p>
      <ul className={styles.rows} aria-label="Without standing">
        {module.fallen.map(({ record, version, sha256, author, publishedAt, end }) => (
          <li key={record}>
            <div className={styles.line}>
              <code className={`${styles.version} ${styles.fallen}`}>{version}</code>
              <Badge tone="bad">Does not count</Badge>
              {installation?.sha256 === sha256 ? <Badge tone="warn">Installed</Badge> : null}
            </div>
            <div className={styles.facts}>
              <span title={formatTime(publishedAt)}>{formatDate(publishedAt)}</span>
              <span>
                by{' '}
                <KeyText
                  did={author}
                  device={deviceOfOne(page, author)}
                  mine={mine}
                  label="the identity of who made it"
                />
              </span>
              <span>
                sha256 <HashText hash={sha256} label={`the sha256 of ${version}`} />
              </span>
            </div>
            <p className={styles.warn}>
              The permission it was signed by {end.kind === 'revoked' ? 'was ' : ''}
              {endWords(end, mine)}.
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
