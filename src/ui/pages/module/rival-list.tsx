import type { Did, Micros, Sha256 } from '../../../core/ids.ts';
import type { ReleaseView } from '../../../core/view/module-view.ts';
import type { ModulePage } from '../../../ports/module-page.ts';
import { Badge } from '../../components/badge.tsx';
import { DidText, HashText } from '../../components/identifier.tsx';
import { formatDate, formatTime } from '../../text/format.ts';
import { because } from '../../text/permissions.ts';
import { KeyText } from './key-text.tsx';
import { deviceOfOne, releasedFrom } from './owned-device.ts';
import styles from './lists.module.css';

interface Row {
  readonly record: string;
  readonly sha256: Sha256;
  readonly author: Did;
  readonly publishedAt: Micros;
  readonly receipts: readonly unknown[];
}

function rivalWords({ version, contradiction, settled, rivals }: ReleaseView): string {
  if (contradiction)
    return `Releases of ${version} with different content were receipted. None of them is installed anew; who has one keeps it.`;
  if (settled !== undefined) return `The first of these is kept, ${because(settled.reason)}.`;
  return rivals.some(({ receipts }) => receipts.length > 0)
    ? `There is more than one record of ${version}; the receipted one that came first counts.`
    : `Somebody signed ${version} once more, without a receipt: it does not count.`;
}

/** Everything that stands under one version, the one that is shown first. Nothing without a rival. */
export function RivalList({ release, page }: { release: ReleaseView; page: ModulePage }) {
  const { mine } = page;
  const { version, rivals, settled } = release;
  if (rivals.length === 0 && settled === undefined) return null;
  const rows: readonly Row[] = [release, ...rivals];
  return (
    <div className={styles.rivals} data-open={release.contradiction ? '' : undefined}>
      <p className={release.contradiction ? styles.warn : styles.note}>{rivalWords(release)}</p>
      {settled === undefined ? null : (
        <p className={styles.pair}>
          settled by
          <DidText did={settled.by} label="the identity of who settled it" mine={settled.by === mine} />
        </p>
      )}
      <ul aria-label={`Releases under ${version}`}>
        {rows.map(({ record, sha256, author, publishedAt, receipts }) => (
          <li key={record}>
            <span className={styles.facts}>
              <span>
                sha256 <HashText hash={sha256} label="its sha256" />
              </span>
              <span className={styles.pair}>
                by{' '}
                <KeyText
                  did={author}
                  device={record === release.record ? releasedFrom(page, release) : deviceOfOne(page, author)}
                  mine={mine}
                  label="the identity of who made it"
                />
              </span>
              <span title={formatTime(publishedAt)}>{formatDate(publishedAt)}</span>
              <Badge tone={receipts.length > 0 ? 'plain' : 'warn'}>
                {receipts.length > 0 ? 'Receipted' : 'No receipt'}
              </Badge>
              {settled?.keep === record ? <Badge tone="good">Kept</Badge> : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
