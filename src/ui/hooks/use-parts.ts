import { useQuery } from './use-query.ts';

/** The parts of a private registry that this person was let read; `undefined` where it is not a part. */
export function useParts(): readonly string[] | undefined {
  return useQuery('connection', (engine) => engine.connection(), { topics: ['connection'] }).value?.parts;
}
