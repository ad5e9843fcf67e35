import { autoUpdate } from '../app/auto-update.ts';
import { drainOnce, LIMIT_MS, openDevice } from './background-drain.ts';

/**
 * Updates what is updated without being asked, with no page open, as far as *fetched*. How fresh the registry's account is stands
 * by what the engine heard last: a week after that nothing is updated unasked. To hear a signed head here would cost the worker
 * 1.5 kB more.
 */
export async function updateInBackground(scope: ServiceWorkerGlobalScope): Promise<void> {
  const device = await openDevice();
  if (device === undefined) return;
  const signal = AbortSignal.timeout(LIMIT_MS);
  await autoUpdate(device, { newestCard: () => undefined, signal });
  await drainOnce(scope, device, signal);
}
