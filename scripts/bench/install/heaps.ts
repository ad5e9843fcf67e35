import { setTimeout as rest } from 'node:timers/promises';
import type { Devtools } from './devtools.ts';

/** Threads of the app, as Chromium names them. */
export type Thread = 'page' | 'shared_worker' | 'service_worker';

const POLL_MS = 50;
/** How long one answer is waited for: of a shared worker that is being ended it never comes, and Chromium does not say that it is gone. */
const PATIENCE_MS = 3000;

interface Target {
  readonly targetId: string;
  readonly type: Thread;
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

  async function threads(): Promise<readonly Target[]> {
    const { targetInfos } = await devtools.send('Target.getTargets');
    return (targetInfos as readonly Target[]).filter(
      ({ type, url }) => url.startsWith(origin) && ['page', 'shared_worker', 'service_worker'].includes(type),
    );
  }

  /** @returns undefined of one that ends meanwhile: it has nothing any more. */
  function ask(
    { targetId }: Target,
    look: (session: string) => Promise<number>,
  ): Promise<number | undefined> {
    return sessionOf(targetId)
      .then(look)
      .catch(() => undefined);
  }

  async function heapOf(session: string): Promise<number> {
    const { usedSize, backingStorageSize } = await devtools.send('Runtime.getHeapUsage', {}, session);
    return Number(usedSize) + Number(backingStorageSize ?? 0);
  }

  return {
    async alive() {
      const found = new Map<Thread, number>();
      for (const target of await threads()) {
        const bytes = await Promise.race([
          ask(target, async (session) => {
            await devtools.send('HeapProfiler.collectGarbage', {}, session);
            return heapOf(session);
          }),
          rest(PATIENCE_MS, undefined, { ref: false }),
        ]);
        if (bytes !== undefined) found.set(target.type, (found.get(target.type) ?? 0) + bytes);
      }
      return found;
    },
    watch() {
      const most = new Map<Thread, number>();
      const latest = new Map<string, number>();
      const asked = new Set<string>();
      const over = new AbortController();

      async function see(target: Target): Promise<void> {
        asked.add(target.targetId);
        const bytes = await ask(target, heapOf);
        asked.delete(target.targetId);
        if (bytes === undefined) latest.delete(target.targetId);
        else latest.set(target.targetId, bytes);
      }

      async function look(): Promise<void> {
        while (!over.signal.aborted) {
          const all = await threads();
          // Each by itself: one that does not answer hides none of the others.
          for (const target of all) if (!asked.has(target.targetId)) void see(target);
          await rest(POLL_MS);
          const now = new Map<Thread, number>();
          for (const { type, targetId } of all)
            now.set(type, (now.get(type) ?? 0) + (latest.get(targetId) ?? 0));
          for (const [thread, bytes] of now) most.set(thread, Math.max(most.get(thread) ?? 0, bytes));
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
