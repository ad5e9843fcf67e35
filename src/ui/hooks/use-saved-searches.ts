import type { SavedSearch } from '../../ports/search.ts';
import { useServices } from '../services.tsx';
import { toasts } from '../toasts.ts';
import { useAction, type Action } from './use-action.ts';
import { useQuery } from './use-query.ts';

/** Newest first; none until they are known. */
export function useSavedSearches(): readonly SavedSearch[] {
  const { value = [] } = useQuery('saved-searches', (engine) => engine.savedSearches(), {
    topics: ['searches'],
  });
  return value;
}

/** Removes one, and offers for a while to save it again. */
export function useRemoveSearch(): Action<[SavedSearch]> {
  const { engine } = useServices();
  const undo = useAction(({ name, address }: SavedSearch) => engine.saveSearch({ name, address }));
  return useAction(async (search) => {
    await engine.removeSearch(search.id);
    const toast = toasts.add({
      title: `The search “${search.name}” is removed.`,
      timeout: 10_000,
      actionProps: {
        children: 'Undo',
        onClick: () => {
          toasts.close(toast);
          void undo.run(search);
        },
      },
    });
  });
}
