import { useActivity } from '../activity.tsx';
import { isUnfinished } from '../text/states.ts';

/** How many publishes, ratings and installs are under way. */
export function useUnfinished(): number {
  const { value } = useActivity();
  return value?.filter(isUnfinished).length ?? 0;
}
