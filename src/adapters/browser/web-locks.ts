import type { Locks } from '../../ports/lock.ts';

/** Web Locks: one holder across the tabs and workers of an origin; a lock ends with the context that holds it. */
export function webLocks(locks: LockManager = navigator.locks): Locks {
  return {
    async exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
      return await locks.request(name, work);
    },
  };
}
