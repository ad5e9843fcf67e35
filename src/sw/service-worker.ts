/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { drainInBackground } from './background-drain.ts';
import { updateInBackground } from './background-update.ts';
import { DRAIN_TAG, UPDATE_TAG } from '../ports/background.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: { url: string; revision: string | null }[];
};

/** Background Sync and its periodic form, which TypeScript's library does not describe. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

/** The screens of the app, whatever is asked of them; everything else (records, blobs, metrics) is the relay's. */
const SCREENS = [
  /^\/m\//,
  /^\/(compare|publish|check|installed|activity|identity|moderation|settings)?($|\?)/,
];
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { allowlist: SCREENS }));

self.addEventListener('message', ({ data }) => {
  // Only after the person agreed: the page asks first.
  if ((data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('sync', (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === DRAIN_TAG) sync.waitUntil(drainInBackground(self));
});

self.addEventListener('periodicsync', (event) => {
  const sync = event as unknown as SyncEvent;
  if (sync.tag === UPDATE_TAG) sync.waitUntil(updateInBackground(self));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow('/activity'));
});
