import { parseModuleId, type Did, type ModuleId } from '../../../core/ids.ts';
import type { ModuleView } from '../../../core/view/module-view.ts';
import type { NameState } from '../../../ports/engine.ts';
import { useQuery } from '../../hooks/use-query.ts';

export interface NameFacts {
  readonly state: NameState;
  /** Only where the id is yours. */
  readonly module?: ModuleView | undefined;
  /** Whose the id is, where you publish it by a permission. */
  readonly owner?: Did | undefined;
  readonly readme: string;
}

function idFrom(text: string): ModuleId | undefined {
  try {
    return parseModuleId(text.trim());
  } catch {
    return undefined;
  }
}

/** Whose the typed id is; `undefined` while it is no id or the answer is under way. */
export function useNameState(text: string): NameFacts | undefined {
  const id = idFrom(text);
  const { value } = useQuery<NameFacts | undefined>(
    `name ${id ?? ''}`,
    async (engine) => {
      if (id === undefined) return undefined;
      const state = await engine.nameState(id);
      if (state !== 'yours') return { state, readme: '' };
      const answer = await engine.module(id);
      const page = typeof answer === 'object' && 'module' in answer ? answer : undefined;
      const module = page?.module;
      const owner = module?.owner === page?.mine ? undefined : module?.owner;
      const hash = module?.readme;
      return { state, module, owner, readme: hash === undefined ? '' : await engine.text(hash) };
    },
    { topics: ['connection', 'identity'] },
  );
  return value;
}
