import { isUnfinished } from '../text/states.ts';
import { useQuery } from './use-query.ts';

/** How many publishes, ratings and installs are under way. */
export function useUnfinished(): number {
  const { value } = useQuery('activity', (engine) => engine.activity(), { topics: ['activity'] });
  return value?.filter(isUnfinished).length ?? 0;
}
