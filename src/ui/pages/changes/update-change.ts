import type { ModuleId } from '../../../core/ids.ts';
import type { EngineApi } from '../../../ports/engine.ts';
import type { Change } from './asked-change.ts';

interface Updating {
  readonly engine: Pick<EngineApi, 'planSet' | 'changeSet'>;
  readonly ids: readonly ModuleId[];
  readonly title: string;
  /** Told where nothing is newer. */
  readonly nothing: string;
}

/** The update of what is installed, within what was asked for. One module's is not asked about again; that of several is. */
export function updateChange({ engine, ids, title, nothing }: Updating): Change {
  const update = { kind: 'update', ids } as const;
  const [only] = ids;
  return {
    title,
    kept: { kind: 'update', ids, title, nothing },
    plan: () => engine.planSet(update),
    apply: (agreed) => engine.changeSet(update, agreed),
    isPlain: ({ lines }) => ids.length === 1 && lines.every(({ id }) => id === only),
    nothing,
  };
}
