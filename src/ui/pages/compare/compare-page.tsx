import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { ModuleId } from '../../../core/ids.ts';
import { jobAbout } from '../../../ports/module-state.ts';
import type { ModuleAnswer } from '../../../ports/module-page.ts';
import { useActivity } from '../../activity.tsx';
import { Button, buttonClass } from '../../components/button.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { PageHeading } from '../../components/page.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { MOST_COMPARED } from '../../search-params.ts';
import { shownRelease } from '../module/shown-release.ts';
import type { Compared } from './compare-rows.ts';
import { CompareTable } from './compare-table.tsx';
import styles from './compare-page.module.css';

const PickModule = lazy(async () => ({ default: (await import('./pick-module.tsx')).PickModule }));

const route = getRouteApi('/compare');

const NONE: readonly ModuleId[] = [];

/** In the order of the address: cards from the catalogue at once, releases as the records of each module are there. */
function useCompared(ids: readonly ModuleId[]) {
  const asked = ids.join(' ');
  const cards = useQuery(`cards ${asked}`, (engine) => engine.cards(ids), {
    topics: ['catalogue', 'installed'],
    keep: true,
  });
  const pages = useQuery(
    `modules ${asked}`,
    async (engine) =>
      new Map<ModuleId, ModuleAnswer>(
        await Promise.all(ids.map(async (id) => [id, await engine.module(id)] as const)),
      ),
    { topics: ids.map((id) => `module/${id}` as const), keep: true },
  );
  const activity = useActivity();
  const modules = ids.map((id): Compared => {
    const page = pages.value?.get(id);
    const release = typeof page === 'object' && 'module' in page ? shownRelease(page) : undefined;
    const card = cards.value?.find((one) => one.id === id);
    const newer = card?.update === true ? card.version : undefined;
    return { id, card, job: jobAbout(activity.value ?? [], { id, newer }), release };
  });
  return { ...cards, modules };
}

/** Two or three modules side by side. */
export function ComparePage() {
  const { id: ids = NONE } = route.useSearch();
  const navigate = useNavigate();
  const { modules, value, error, again } = useCompared(ids);
  const [adding, setAdding] = useState(false);

  function show(next: readonly ModuleId[]): void {
    void navigate({ to: '/compare', search: next.length === 0 ? {} : { id: next }, resetScroll: false });
  }

  function remove(id: ModuleId): void {
    document.querySelector<HTMLElement>('main h1')?.focus();
    show(ids.filter((one) => one !== id));
  }

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <PageHeading title="Compare modules">Compare modules</PageHeading>
          <p className={styles.intro}>Up to {MOST_COMPARED} modules, by what this device knows of them.</p>
        </div>
        {ids.length >= MOST_COMPARED ? null : (
          <Button look={ids.length < 2 ? 'primary' : 'plain'} onClick={() => setAdding(true)}>
            Add a module
          </Button>
        )}
      </header>
      {error === undefined ? null : <ErrorNotice error={error} again={again} />}
      {ids.length > 0 && value === undefined && error === undefined ? (
        <Skeleton label="Loading the modules" lines={8} />
      ) : null}
      {ids.length === 0 ? (
        <Notice
          title="Nothing is chosen yet"
          action={
            <Link to="/" search={{ sort: 'recent' }} className={buttonClass()}>
              Choose from the list
            </Link>
          }
        >
          Add modules here, or tick “Compare” beside them in a list of results.
        </Notice>
      ) : null}
      {ids.length > 0 && value !== undefined ? <CompareTable modules={modules} remove={remove} /> : null}
      {adding ? (
        <Suspense>
          <PickModule
            without={ids}
            close={() => setAdding(false)}
            pick={(id) => {
              setAdding(false);
              show([...ids, id]);
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
