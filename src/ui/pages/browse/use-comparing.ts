import { useMemo } from 'react';
import type { ModuleId } from '../../../core/ids.ts';
import { MOST_COMPARED, parseCompareSearch, type BrowseSearch } from '../../search-params.ts';

const NONE: readonly ModuleId[] = [];

/** What is chosen to be looked at side by side. */
export interface Comparing {
  readonly ids: readonly ModuleId[];
  readonly isFull: boolean;
  toggle(id: ModuleId): void;
  clear(): void;
}

/** The same as long as the same modules are chosen, so that no row is drawn anew for what is typed. */
export function useComparing(
  { compare = [] }: BrowseSearch,
  choose: (ids: readonly ModuleId[]) => void,
): Comparing {
  const chosen = compare.join(' ');
  return useMemo(() => {
    const { id: ids = NONE } = parseCompareSearch({ id: chosen.split(' ') });
    return {
      ids,
      isFull: ids.length >= MOST_COMPARED,
      toggle: (id) => choose(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]),
      clear: () => choose([]),
    };
  }, [chosen, choose]);
}
