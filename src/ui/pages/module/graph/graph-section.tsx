import { lazy, Suspense, useMemo, useState } from 'react';
import type { ModuleId, Version } from '../../../../core/ids.ts';
import { brokenBy } from '../../../../core/resolve/graph.ts';
import type { ReleaseView } from '../../../../core/view/module-view.ts';
import type { ModuleGraph } from '../../../../ports/graph.ts';
import { ErrorNotice } from '../../../components/notice.tsx';
import { useQuery } from '../../../hooks/use-query.ts';
import { broughtWords, nameOf } from '../../../text/graph.ts';
import { BranchList } from './graph-list.tsx';
import { ModuleRanges } from '../module-ranges.tsx';
import { branches } from './outline.ts';
import styles from './graph.module.css';

/** Its code, and a thread for the layout, are for who asks for it. */
const Drawing = lazy(async () => ({ default: (await import('./drawing.tsx')).Drawing }));

type Shown = 'list' | 'drawing';

function ShownSwitch({ shown, show }: { shown: Shown; show: (as: Shown) => void }) {
  return (
    <fieldset className={styles.switch} aria-label="Show dependencies as">
      {(['list', 'drawing'] as const).map((as) => (
        <button key={as} type="button" aria-pressed={as === shown} onClick={() => show(as)}>
          {as === 'list' ? 'List' : 'Drawing'}
        </button>
      ))}
    </fieldset>
  );
}

/** Why there is no solution, and which modules need each other. */
function Troubles({ graph }: { graph: ModuleGraph }) {
  const { isSolved, because, cycles, nodes } = graph;
  const name = (id: string): string => nameOf(nodes.find((node) => node.id === id) ?? { id: id as ModuleId });
  return (
    <>
      {isSolved || because === undefined ? null : (
        <div className={styles.why}>
          <p>No releases of these go together now. Shown is what each asks for.</p>
          <ul>
            {because.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      {cycles.length === 0 ? null : (
        <div className={styles.why}>
          {cycles.map((cycle) => (
            <p key={cycle.join(' ')}>These need each other: {cycle.map(name).join(' → ')}</p>
          ))}
        </div>
      )}
    </>
  );
}

interface GraphSectionProps {
  readonly id: ModuleId;
  readonly release: Pick<ReleaseView, 'version' | 'dependencies'>;
  readonly className: string | undefined;
}

/** Asked again where the registry comes back and something could not be read. */
function useGraph(id: ModuleId, version: Version) {
  const [isUnread, setUnread] = useState(false);
  return useQuery(
    `graph ${id} ${version}`,
    async (engine) => {
      const answer = await engine.graph(id, version);
      setUnread(answer.nodes.some(({ missing }) => missing === 'unread'));
      return answer;
    },
    { topics: ['installed', `module/${id}`, ...(isUnread ? (['connection'] as const) : [])] },
  );
}

/** All that a release brings, as a list or drawn; and what is installed that needs the module. */
export function GraphSection({ id, release, className }: GraphSectionProps) {
  const { version, dependencies } = release;
  const [shown, show] = useState<Shown>('list');
  const { value: graph, error } = useGraph(id, version);
  const needed = useMemo(() => (graph === undefined ? [] : branches(graph, 'needed')), [graph]);
  const needing = useMemo(() => (graph === undefined ? [] : branches(graph, 'needing')), [graph]);
  const misfits = new Set(brokenBy(id, version, graph?.edges ?? []).map(({ from }) => from));
  const isList = shown === 'list' || graph === undefined;
  // Until all that follows from it is known, what the release says itself.
  const aside = dependencies.filter((one) => graph === undefined || one.optional === true);
  return (
    <>
      <section className={className}>
        <div className={styles.head}>
          <h2>Needs these modules</h2>
          {needed.length + needing.length === 0 ? null : <ShownSwitch shown={shown} show={show} />}
        </div>
        {dependencies.length === 0 ? (
          <p className={styles.soft}>None: {version} is installed alone.</p>
        ) : null}
        {dependencies.length === 0 || graph !== undefined || error !== undefined ? null : (
          <output className={styles.soft}>Looking up what these need …</output>
        )}
        {graph === undefined || needed.length === 0 ? null : (
          <p className={styles.soft}>{broughtWords(graph)}</p>
        )}
        {graph === undefined ? null : <Troubles graph={graph} />}
        {error === undefined ? null : <ErrorNotice error={error} />}
        {isList ? (
          <>
            {needed.length === 0 ? null : (
              <BranchList label="Dependencies" branches={needed} words="asked for by" />
            )}
            {aside.length === 0 ? null : (
              <ModuleRanges
                label={graph === undefined ? 'Dependencies' : 'Optional dependencies'}
                entries={aside}
              />
            )}
          </>
        ) : (
          <Suspense fallback={<p className={styles.waiting}>Loading the drawing …</p>}>
            <Drawing graph={graph} />
          </Suspense>
        )}
      </section>
      {needing.length === 0 || !isList ? null : (
        <section className={className}>
          <h2>Needed here by</h2>
          <p className={styles.soft}>What is installed on this device and would break without it.</p>
          <BranchList label="Dependents" branches={needing} words="needs" misfits={misfits} />
        </section>
      )}
    </>
  );
}
