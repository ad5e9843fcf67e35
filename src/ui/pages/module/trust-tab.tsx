import { lazy, Suspense } from 'react';
import type { ModulePage } from '../../../ports/module-page.ts';
import { Notice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatTime } from '../../text/format.ts';
import { CheckNow } from './check-now.tsx';
import { DeclaredAbilities } from './declared-abilities.tsx';
import { ProofCard } from './proof-card.tsx';
import { RivalList } from './rival-list.tsx';
import { shownRelease } from './shown-release.ts';
import { trustChain } from './trust-chain.tsx';
import lists from './lists.module.css';
import styles from './trust-tab.module.css';

const Publishers = lazy(async () => ({ default: (await import('./publishers/publishers.tsx')).Publishers }));
const Succession = lazy(async () => ({ default: (await import('./publishers/succession.tsx')).Succession }));

function WhoMayPublish({ page }: { page: ModulePage }) {
  return (
    <Suspense fallback={<Skeleton label="Loading who may publish" />}>
      <Publishers page={page} />
      <Succession page={page} />
    </Suspense>
  );
}

/** Why this module can be believed, each step with what anybody can check. */
export function TrustTab({ page }: { page: ModulePage }) {
  const release = shownRelease(page);
  const { installation, module } = page;
  if (release === undefined)
    return (
      <div className={styles.trust}>
        <Notice title="Nothing to verify">Nothing was released under this name yet.</Notice>
        <WhoMayPublish page={page} />
      </div>
    );
  const disputed = module.releases.filter(
    ({ contradiction, settled }) => contradiction || settled !== undefined,
  );

  return (
    <div className={styles.trust}>
      <section>
        <h2>From the root to these bytes</h2>
        <p className={styles.soft}>
          Each step is a signature that was checked on this device. A relay only carries the records: it
          cannot change one without the signature breaking.
        </p>
        <ol className={styles.chain} aria-label="Chain of trust">
          {trustChain(page, release).map(({ key, title, text, evidence, open }) => (
            <li key={key} data-open={open === true ? '' : undefined}>
              <h3>{title}</h3>
              <p>{text}</p>
              {evidence}
            </li>
          ))}
        </ol>
      </section>
      {installation?.version === release.version ? null : <DeclaredAbilities release={release} />}
      {disputed.length === 0 ? null : (
        <section>
          <h2>Contradictions</h2>
          <p className={styles.soft}>
            One version, and different content with a receipt for each. The signatures stay, so nobody can say
            that it was not so.
          </p>
          <ul className={lists.rows} aria-label="Contradictions">
            {disputed.map((one) => (
              <li key={one.record}>
                <code className={lists.version}>{one.version}</code>
                <RivalList release={one} page={page} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <WhoMayPublish page={page} />
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
            <ProofCard installation={installation} />
          </>
        )}
      </section>
    </div>
  );
}
