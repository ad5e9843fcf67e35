import { UPDATE_TAG } from '../ports/background.ts';

/** Milliseconds; the browser waits longer for an app that is seldom opened. */
const INTERVAL = 12 * 3_600_000;

/** Periodic Background Sync, which TypeScript's library does not describe and few browsers have. */
interface PeriodicRegistration {
  readonly periodicSync?: {
    register(tag: string, options: { readonly minInterval: number }): Promise<void>;
    unregister(tag: string): Promise<void>;
  };
}

interface Browser {
  readonly serviceWorker: Pick<ServiceWorkerContainer, 'ready'>;
  readonly permissions: Permissions;
}

async function mayUpdate(permissions: Permissions): Promise<boolean> {
  // A browser that does not know the name refuses it.
  const name = 'periodic-background-sync' as PermissionName;
  return permissions.query({ name }).then(
    ({ state }) => state === 'granted',
    () => false,
  );
}

/**
 * Page side: the service worker is woken up now and then for as long as something is updated without being asked, where the
 * browser allows it. Elsewhere the engine does it while the app is open.
 */
export async function keepPeriodicUpdates(
  { serviceWorker, permissions }: Browser,
  isWanted: boolean,
): Promise<void> {
  const { periodicSync } = (await serviceWorker.ready) as PeriodicRegistration;
  if (periodicSync === undefined) return;
  if (!isWanted) await periodicSync.unregister(UPDATE_TAG);
  else if (await mayUpdate(permissions)) await periodicSync.register(UPDATE_TAG, { minInterval: INTERVAL });
}
