import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { Dependency } from '../../../core/view/module-view.ts';
import type { ModulePage } from '../../../ports/module-page.ts';
import { Badge } from '../../components/badge.tsx';
import { Notice } from '../../components/notice.tsx';
import { needsOfModules } from '../../text/needs.ts';
import { ExportList } from './export-list.tsx';
import { shownRelease } from './shown-release.ts';
import styles from './lists.module.css';

/** Below everything else, and seldom there. */
const Replacements = lazy(async () => ({ default: (await import('./replacements.tsx')).Replacements }));

function Modules({ label, entries }: { label: string; entries: readonly Dependency[] }) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {entries.map(({ id, range, optional }) => (
        <li key={id}>
          <div className={styles.line}>
            <Link to="/m/$id" params={{ id }}>
              {id}
            </Link>
            <code>{range}</code>
            {optional === true ? <Badge>optional</Badge> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

export function DependenciesTab({ page }: { page: ModulePage }) {
  const release = shownRelease(page);
  if (release === undefined)
    return <Notice title="No versions">Nothing was released under this name yet.</Notice>;
  const { dependencies, conflicts, imports, version } = release;
  const needs = needsOfModules(imports);
  return (
    <>
      <section className={styles.section}>
        <h2>Needs these modules</h2>
        {dependencies.length === 0 ? (
          <p className={styles.soft}>None: {version} is installed alone.</p>
        ) : (
          <Modules label="Dependencies" entries={dependencies} />
        )}
      </section>
      {conflicts.length === 0 ? null : (
        <section className={styles.section}>
          <h2>Does not go together with</h2>
          <Modules label="Conflicts" entries={conflicts} />
        </section>
      )}
      <section className={styles.section}>
        <h2>What it asks its host for</h2>
        <p className={styles.soft}>{needs.meaning}</p>
        {imports.length === 0 ? null : (
          <ul className={styles.signatures} aria-label="Imports">
            {imports.map((name) => (
              <li key={name}>
                <code>{name}</code>
              </li>
            ))}
          </ul>
        )}
      </section>
      <ExportList release={release} />
      <Suspense>
        <Replacements id={page.module.id} />
      </Suspense>
    </>
  );
}
