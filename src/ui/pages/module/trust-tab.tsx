import type { ModulePage } from '../../../ports/engine.ts';
import { HashText } from '../../components/identifier.tsx';
import { Notice } from '../../components/notice.tsx';
import { formatTime } from '../../text/format.ts';
import { CheckNow } from './check-now.tsx';
import { shownRelease } from './shown-release.ts';
import { trustChain } from './trust-chain.tsx';
import styles from './trust-tab.module.css';

/** Why this module can be believed, each step with what anybody can check. */
export function TrustTab({ page }: { page: ModulePage }) {
  const release = shownRelease(page);
  const { installation, module } = page;
  if (release === undefined)
    return <Notice title="Nothing to verify">Nothing was released under this name yet.</Notice>;
  const rivals = module.releases.filter(({ contradiction }) => contradiction);

  return (
    <div className={styles.trust}>
      <section>
        <h2>From the root to these bytes</h2>
        <p className={styles.soft}>
          Each step is a signature that was checked on this device. A relay only carries the records: it
          cannot change one without the signature breaking.
        </p>
        <ol className={styles.chain} aria-label="Chain of trust">
          {trustChain(page, release).map(({ title, text, evidence, open }) => (
            <li key={title} data-open={open === true ? '' : undefined}>
              <h3>{title}</h3>
              <p>{text}</p>
              {evidence}
            </li>
          ))}
        </ol>
      </section>
      {rivals.length === 0 ? null : (
        <section>
          <h2>Contradiction</h2>
          <p className={styles.soft}>
            Two receipted releases of one version have different content. Nobody installs either anew; who has
            one keeps it.
          </p>
          <ul>
            {rivals.map(({ version, sha256, record }) => (
              <li key={record}>
                <code>{version}</code> <HashText hash={sha256} label={`the sha256 of ${version}`} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>On this device</h2>
        {installation === undefined ? (
          <p className={styles.soft}>
            The records of this page were verified when they arrived
            {page.synced
              ? ', and a relay has answered since it was opened'
              : '; no relay has answered since it was opened, so newer ones may exist'}
            . The binary is fetched and checked when you install it.
          </p>
        ) : (
          <>
            <p className={styles.soft}>
              {installation.version} was hashed, compared with the signed release and compiled at{' '}
              {formatTime(installation.installedAt)}.
            </p>
            <CheckNow installation={installation} />
          </>
        )}
      </section>
    </div>
  );
}
