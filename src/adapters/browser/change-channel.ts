import { CHANGES_CHANNEL, type Change, type Topic } from '../../ports/engine.ts';

export interface ChangeChannel {
  /** Topics of one task go out as one message. */
  announce(topics: readonly Topic[]): void;
  /** @returns the disposer. */
  subscribe(listener: (change: Change) => void): () => void;
}

/** Tells every page, worker and the service worker of this origin what changed. */
export function changeChannel(): ChangeChannel {
  const channel = new BroadcastChannel(CHANGES_CHANNEL);
  let waiting = new Set<Topic>();

  function flush(): void {
    const change: Change = { topics: [...waiting] };
    waiting = new Set();
    channel.postMessage(change);
  }

  return {
    announce(topics) {
      if (topics.length === 0) return;
      if (waiting.size === 0) queueMicrotask(flush);
      for (const topic of topics) waiting.add(topic);
    },
    subscribe(listener) {
      const onMessage = ({ data }: MessageEvent<Change>): void => listener(data);
      channel.addEventListener('message', onMessage);
      return () => channel.removeEventListener('message', onMessage);
    },
  };
}
