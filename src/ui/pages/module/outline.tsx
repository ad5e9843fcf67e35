import type { ModuleOutline } from '../../../ports/module-page.ts';
import { Age } from '../../components/age.tsx';
import { Badge } from '../../components/badge.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Glyph } from '../../components/glyph.tsx';
import { DidText } from '../../components/identifier.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeading } from '../../components/page.tsx';
import { formatBytes } from '../../text/format.ts';
import { needsOf } from '../../text/needs.ts';
import { HeadCounts } from './head-counts.tsx';
import { InstallControl } from './install-control.tsx';
import styles from './module-head.module.css';

/** What the catalogue says, before the records of the module itself are here: an index entry, and said to be one. */
export function Outline({ outline }: { outline: ModuleOutline }) {
  const { card, installation, job } = outline;
  const needs = needsOf(card.imports);
  return (
    <article>
      <header className={styles.head}>
        <div className={styles.title}>
          <Glyph id={card.id} large />
          <div>
            <PageHeading title={card.name}>{card.name}</PageHeading>
            <p className={styles.id}>
              <code>{card.id}</code>
              <CopyButton text={card.id} label="Copy the module id" />
            </p>
          </div>
        </div>
        <div className={styles.text}>
          <p className={styles.description}>{card.description}</p>
          <p className={styles.badges}>
            <Badge>{card.type}</Badge>
            <Badge title={needs.meaning}>{needs.label}</Badge>
            <Badge tone="warn">Not verified yet</Badge>
          </p>
          <dl className={styles.facts}>
            <div>
              <dt>Publisher</dt>
              <dd>
                <DidText did={card.author} label="the publisher's identity" />
              </dd>
            </div>
            <div>
              <dt>License</dt>
              <dd>{card.licence}</dd>
            </div>
            <div>
              <dt>Version</dt>
              <dd>
                <code>{card.version}</code> <Age className={styles.soft} time={card.updatedAt} />
              </dd>
            </div>
            <div>
              <dt>Size</dt>
              <dd>{formatBytes(card.size)}</dd>
            </div>
            <HeadCounts counts={card} />
          </dl>
        </div>
        <InstallControl
          name={card.name}
          id={card.id}
          installation={installation}
          job={job}
          offered={{ version: card.version, size: card.size, confirmed: true }}
        />
      </header>
      <Notice title="The rest comes from the registry">
        This is what the catalogue on this device says. Readme, versions, reviews and the proof of who
        published it show as soon as the registry answers. An install asked for now waits for it too.
      </Notice>
    </article>
  );
}
