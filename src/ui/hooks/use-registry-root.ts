import type { Did } from '../../core/ids.ts';
import { useQuery } from './use-query.ts';

/** The key where every permission of this registry begins; `undefined` before the first contact. */
export function useRegistryRoot(): Did | undefined {
  return useQuery('connection', (engine) => engine.connection(), { topics: ['connection'] }).value
    ?.registryRoot;
}
