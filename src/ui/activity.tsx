import { createContext, use, type ReactNode } from 'react';
import type { ActivityItem } from '../ports/activity.ts';
import { useQuery, type Query } from './hooks/use-query.ts';

const ActivityContext = createContext<Query<readonly ActivityItem[]> | undefined>(undefined);

/** Asks once for everything that shows jobs: the header, each module of a list, the screens. */
export function ActivityProvider({ children }: { children: ReactNode }) {
  const query = useQuery('activity', (engine) => engine.activity(), { topics: ['activity'] });
  return <ActivityContext value={query}>{children}</ActivityContext>;
}

/** Jobs of this device, newest first. */
export function useActivity(): Query<readonly ActivityItem[]> {
  const query = use(ActivityContext);
  if (query === undefined) throw new Error('no ActivityProvider above this component');
  return query;
}
