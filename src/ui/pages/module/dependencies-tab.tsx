import { lazy, Suspense } from 'react';
import type { ModulePage } from '../../../ports/module-page.ts';
import { Notice } from '../../components/notice.tsx';
import { needsOfModules } from '../../text/needs.ts';
import { ExportList } from './export-list.tsx';
import { GraphSection } from './graph/graph-section.tsx';
import { ModuleRanges } from './module-ranges.tsx';
import { shownRelease } from './shown-release.ts';
import styles from './lists.module.css';

/** Below everything else, and seldom there. */
const Dependents = lazy(async () => ({ default: (await import('./dependents.tsx')).Dependents }));
const Replacements = lazy(async () => ({ default: (await import('./replacements.tsx')).Replacements }));

export function DependenciesTab({ page }: { page: ModulePage }) {
  const release = shownRelease(page);
  if (release === undefined)
    return <Notice title="No versions">Nothing was released under this name yet.</Notice>;
  const { conflicts, imports } = release;
  const needs = needsOfModules(imports);
  return (
    <>
      <GraphSection id={page.module.id} release={release} className={styles.section} />
      {conflicts.length === 0 ? null : (
        <section className={styles.section}>
          <h2>Does not go together with</h2>
          <ModuleRanges label="Conflicts" entries={conflicts} />
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
        <Dependents id={page.module.id} />
        <Replacements id={page.module.id} />
      </Suspense>
    </>
  );
}
