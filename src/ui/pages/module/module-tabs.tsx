import { Tabs } from '@base-ui/react/tabs';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, type ComponentType } from 'react';
import type { ModulePage } from '../../../ports/module-page.ts';
import { FailureBoundary } from '../../components/failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { MODULE_TABS, type ModuleTab } from '../../search-params.ts';
import { ReadmeTab } from './readme-tab.tsx';
import styles from './module-tabs.module.css';

const LABELS: Readonly<Record<ModuleTab, string>> = {
  readme: 'Readme',
  versions: 'Versions',
  dependencies: 'Dependencies',
  ratings: 'Ratings',
  trust: 'Trust',
};

/** The first is shown with the page; the others, with all that reads records and proofs, come when they are asked for. */
const CONTENT: Readonly<Record<ModuleTab, ComponentType<{ page: ModulePage }>>> = {
  readme: ReadmeTab,
  versions: lazy(async () => ({ default: (await import('./versions-tab.tsx')).VersionsTab })),
  dependencies: lazy(async () => ({ default: (await import('./dependencies-tab.tsx')).DependenciesTab })),
  ratings: lazy(async () => ({ default: (await import('./ratings-tab.tsx')).RatingsTab })),
  trust: lazy(async () => ({ default: (await import('./trust-tab.tsx')).TrustTab })),
};

/** The chosen tab stands in the address; moving between tabs leaves no trail in the history. */
export function ModuleTabs({ page, tab }: { page: ModulePage; tab: ModuleTab }) {
  const navigate = useNavigate();
  const { id } = page.module;

  function choose(chosen: unknown): void {
    const next = MODULE_TABS.find((known) => known === chosen) ?? 'readme';
    const search = next === 'readme' ? {} : { tab: next };
    void navigate({ to: '/m/$id', params: { id }, search, replace: true, resetScroll: false });
  }

  return (
    <Tabs.Root value={tab} onValueChange={choose}>
      <Tabs.List className={styles.list} aria-label="About this module" activateOnFocus>
        {MODULE_TABS.map((name) => (
          <Tabs.Tab key={name} value={name} className={styles.tab}>
            {LABELS[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {MODULE_TABS.map((name) => {
        const Content = CONTENT[name];
        return (
          <Tabs.Panel key={name} value={name} className={styles.panel}>
            <FailureBoundary>
              <Suspense fallback={<Skeleton label={`Loading ${LABELS[name].toLowerCase()}`} lines={4} />}>
                <Content page={page} />
              </Suspense>
            </FailureBoundary>
          </Tabs.Panel>
        );
      })}
    </Tabs.Root>
  );
}
