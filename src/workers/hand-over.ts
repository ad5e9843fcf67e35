import { DRAIN_TAG } from '../ports/background.ts';
import { WORK_CHANNEL } from './engine-protocol.ts';

/** Background Sync, which TypeScript's library does not describe and some browsers do not have. */
interface SyncRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

/**
 * Page side: when the engine has work that waits for a network, the service worker is asked to do it also with no
 * tab open. Where there is no Background Sync the engine does it at its next start.
 *
 * @returns the disposer.
 */
export function handOverToServiceWorker(container: ServiceWorkerContainer): () => void {
  const channel = new BroadcastChannel(WORK_CHANNEL);
  channel.addEventListener('message', () => {
    void container.ready
      .then((registration) => (registration as SyncRegistration).sync?.register(DRAIN_TAG))
      .catch((cause: unknown) => console.warn('background sync is not available', cause));
  });
  return () => channel.close();
}
