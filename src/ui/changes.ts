import { CHANGES_CHANNEL, type Change, type Topic } from '../ports/engine.ts';
import type { Changes } from './services.tsx';

/** The part of a `BroadcastChannel` that is used. */
export interface ChangeSource {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

function topicsOf(data: unknown): readonly unknown[] {
  const { topics } = (data ?? {}) as Partial<Change>;
  return Array.isArray(topics) ? topics : [];
}

/** One channel for the whole page; it lives as long as the page does. */
export function openChanges(source: ChangeSource = new BroadcastChannel(CHANGES_CHANNEL)): Changes {
  const subscriptions = new Set<{ readonly topics: ReadonlySet<unknown>; readonly listener: () => void }>();
  source.addEventListener('message', ({ data }) => {
    const changed = topicsOf(data);
    for (const { topics, listener } of subscriptions) {
      if (changed.some((topic) => topics.has(topic))) listener();
    }
  });
  return {
    subscribe(topics: readonly Topic[], listener) {
      const subscription = { topics: new Set<unknown>(topics), listener };
      subscriptions.add(subscription);
      return () => subscriptions.delete(subscription);
    },
  };
}
