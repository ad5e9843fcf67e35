import { Tabs } from '@base-ui/react/tabs';
import { useNavigate } from '@tanstack/react-router';
import type { ModulePage } from '../../../ports/module-page.ts';
import { MODULE_TABS, type ModuleTab } from '../../search-params.ts';
import { DependenciesTab } from './dependencies-tab.tsx';
import { RatingsTab } from './ratings-tab.tsx';
import { ReadmeTab } from './readme-tab.tsx';
import { TrustTab } from './trust-tab.tsx';
import { VersionsTab } from './versions-tab.tsx';
import styles from './module-tabs.module.css';

const LABELS: Readonly<Record<ModuleTab, string>> = {
  readme: 'Readme',
  versions: 'Versions',
  dependencies: 'Dependencies',
  ratings: 'Ratings',
  trust: 'Trust',
};

const CONTENT: Readonly<Record<ModuleTab, (props: { page: ModulePage }) => React.ReactNode>> = {
  readme: ReadmeTab,
  versions: VersionsTab,
  dependencies: DependenciesTab,
  ratings: RatingsTab,
  trust: TrustTab,
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
            <Content page={page} />
          </Tabs.Panel>
        );
      })}
    </Tabs.Root>
  );
}
