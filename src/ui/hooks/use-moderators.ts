import type { Moderators } from '../../ports/moderation.ts';
import { useQuery, type Query } from './use-query.ts';

/** Whose lists count on this device. */
export function useModerators(): Query<Moderators> {
  return useQuery('moderators', (engine) => engine.moderators(), { topics: ['moderation', 'identity'] });
}
