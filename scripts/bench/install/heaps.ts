import { setTimeout as rest } from 'node:timers/promises';
import type { Devtools } from './devtools.ts';

/** Threads of the app, as Chromium names them. */
export type Thread = 'page' | 'shared_worker' | 'service_worker';

const POLL_MS = 50;

interface Target {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
}

/** JavaScript's heap with the buffers that it holds, in bytes; the same of every thread of an origin. */
export interface Heaps {
  /** Of what is alive: garbage goes first. */
  alive(): Promise<ReadonlyMap<Thread, number>>;
  /** Looks again and again until it is stopped. @returns the most that each thread had. */
  watch(): { stop(): Promise<ReadonlyMap<Thread, number>> };
}

export function heapsOf(devtools: Devtools, origin: string): Heaps {
  const sessions = new Map<string, Promise<string>>();

  function sessionOf(targetId: string): Promise<string> {
    const known = sessions.get(targetId);
    if (known !== undefined) return known;
    const attached = devtools
      .send('Target.attachToTarget', { targetId, flatten: true })
      .then(({ sessionId }) => String(sessionId));
    sessions.set(targetId, attached);
    return attached;
  }

  async function each(look: (session: string) => Promise<number>): Promise<Map<Thread, number>> {
    const { targetInfos } = await devtools.send('Target.getTargets');
    const found = new Map<Thread, number>();
    for (const { targetId, type, url } of targetInfos as readonly Target[]) {
      if (!url.startsWith(origin) || !['page', 'shared_worker', 'service_worker'].includes(type)) continue;
      // One that ends meanwhile has nothing any more.
      const bytes = await sessionOf(targetId).then(look, () => undefined);
      if (bytes !== undefined) found.set(type as Thread, (found.get(type as Thread) ?? 0) + bytes);
    }
    return found;
  }

  async function heapOf(session: string): Promise<number> {
    const { usedSize, backingStorageSize } = await devtools.send('Runtime.getHeapUsage', {}, session);
    return Number(usedSize) + Number(backingStorageSize ?? 0);
  }

  return {
    alive: () =>
      each(async (session) => {
        await devtools.send('HeapProfiler.collectGarbage', {}, session);
        return heapOf(session);
      }),
    watch() {
      const most = new Map<Thread, number>();
      const over = new AbortController();
      async function look(): Promise<void> {
        while (!over.signal.aborted) {
          for (const [thread, bytes] of await each(heapOf))
            most.set(thread, Math.max(most.get(thread) ?? 0, bytes));
          await rest(POLL_MS);
        }
      }
      const looking = look();
      return {
        async stop() {
          over.abort();
          await looking;
          return most;
        },
      };
    },
  };
}
