import { Link } from '@tanstack/react-router';
import type { ModulePage } from '../../../ports/module-page.ts';
import { Age } from '../../components/age.tsx';
import { Badge } from '../../components/badge.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Glyph } from '../../components/glyph.tsx';
import { DidText } from '../../components/identifier.tsx';
import { PageHeading } from '../../components/page.tsx';
import { formatBytes } from '../../text/format.ts';
import { HeadCounts } from './head-counts.tsx';
import { HideButton } from './hide-button.tsx';
import hidden from './hidden.module.css';
import { InstallControl } from './install-control.tsx';
import { OutsideLink } from './outside-link.tsx';
import { OnBehalf } from './on-behalf.tsx';
import { isByOwner } from './owned-device.ts';
import { ReportButton } from './report-button.tsx';
import { shownCounts } from './shown-ratings.ts';
import { isConfirmed, offeredRelease, shownRelease } from './shown-release.ts';
import { TrustOwner } from './trust-owner.tsx';
import { fieldQuery } from '../../text/field-query.ts';
import { madeByName } from '../../text/made-by.ts';
import { Warnings } from './warnings.tsx';
import styles from './module-head.module.css';

export function ModuleHead({ page }: { page: ModulePage }) {
  const { module, mine } = page;
  const release = shownRelease(page);
  const offered = offeredRelease(page);
  const current = module.releases.find(({ version }) => version === page.installation?.version);
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <Glyph id={module.id} large />
        <div>
          <PageHeading title={module.name}>{module.name}</PageHeading>
          <p className={styles.id}>
            <code>{module.id}</code>
            <CopyButton text={module.id} label="Copy the module id" />
          </p>
        </div>
      </div>
      <div className={styles.text}>
        <p className={styles.description}>{module.description}</p>
        <p className={styles.badges}>
          <Link to="/" search={{ type: [module.type] }} className={styles.search}>
            {module.type}
          </Link>
          {module.tags.map((tag) => (
            <Link key={tag} to="/" search={{ tag: [tag] }} className={styles.search}>
              #{tag}
            </Link>
          ))}
          {release === undefined || isConfirmed(release) ? null : (
            <Badge tone="warn">{release.pending ? 'Not published yet' : 'Unconfirmed'}</Badge>
          )}
        </p>
        <Warnings page={page} />
        <TrustOwner page={page} />
        <dl className={styles.facts}>
          <div>
            <dt>Owner</dt>
            <dd>
              <DidText did={module.owner} label="the owner's identity" mine={module.owner === mine} linked />
            </dd>
          </div>
          {module.author === undefined ? null : (
            <div>
              <dt>Made by</dt>
              <dd>
                <Link to="/" search={{ q: fieldQuery('author', module.author) }} title={module.author}>
                  {madeByName(module.author)}
                </Link>
              </dd>
            </div>
          )}
          <div>
            <dt>License</dt>
            <dd>
              <Link to="/" search={{ licence: [module.licence] }}>
                {module.licence}
              </Link>
            </dd>
          </div>
          {release === undefined ? null : (
            <>
              <div>
                <dt>Version</dt>
                <dd>
                  <code>{release.version}</code> <Age className={styles.soft} time={release.publishedAt} />
                </dd>
              </div>
              <div>
                <dt>Size</dt>
                <dd>{formatBytes(release.size)}</dd>
              </div>
              {isByOwner(page, release) ? null : (
                <div>
                  <dt>Released</dt>
                  <dd>
                    <OnBehalf page={page} release={release} />
                  </dd>
                </div>
              )}
            </>
          )}
          <HeadCounts counts={shownCounts(page)} />
          <OutsideLink label="Homepage" url={module.homepage} />
          <OutsideLink label="Source" url={module.repository} />
        </dl>
        <div className={`${hidden.actions} ${hidden.head}`}>
          <ReportButton
            subject={{ id: module.id, version: page.installation?.version ?? release?.version }}
            label="Report this module"
          />
          {page.moderation.length === 0 ? (
            <HideButton subject={{ id: module.id }} label="Hide this module" />
          ) : null}
        </div>
      </div>
      <InstallControl
        name={module.name}
        id={module.id}
        installation={page.installation}
        job={page.job}
        offered={
          offered === undefined
            ? undefined
            : {
                version: offered.version,
                size: offered.size,
                confirmed: isConfirmed(offered),
                release: offered,
              }
        }
        current={current}
        contradiction={(current ?? release)?.contradiction}
      />
    </header>
  );
}
