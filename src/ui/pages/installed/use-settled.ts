import { useQuery } from '../../hooks/use-query.ts';

/**
 * Whether all that stands around the list was answered once: it then shows in one piece, and nothing moves what somebody reads
 * or presses already. The parts ask for themselves, under the same names.
 */
export function useSettled(): boolean {
  const asked = [
    useQuery('cleaned-up', (engine) => engine.cleanedUp(), { topics: ['installed'] }),
    useQuery('set-states', (engine) => engine.setStates(), { topics: ['installed'] }),
    useQuery('sets', (engine) => engine.sets(), { topics: ['installed'] }),
    useQuery('storage', (engine) => engine.storage(), { topics: ['installed'] }),
  ];
  return asked.every(({ loading }) => !loading);
}
