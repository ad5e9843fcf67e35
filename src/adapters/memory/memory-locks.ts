import type { Locks } from '../../ports/lock.ts';

/** For one process: whoever asks for a name waits for all who asked before. */
export function memoryLocks(): Locks {
  const tails = new Map<string, Promise<void>>();

  async function exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = tails.get(name);
    const { promise: tail, resolve: release } = Promise.withResolvers<void>();
    tails.set(name, tail);
    await before;
    try {
      return await work();
    } finally {
      if (tails.get(name) === tail) tails.delete(name);
      release();
    }
  }

  return { exclusive };
}
