/// <reference lib="webworker" />
import { DRAIN_TAG, SHOW_MESSAGE, UPDATE_TAG } from '../ports/background.ts';
import { drainInBackground } from './background-drain.ts';
import { updateInBackground } from './background-update.ts';
import { keepShared } from './keep-shared.ts';
import { openShell, type ShellFile } from './shell.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly ShellFile[] };

/** Background Sync and its periodic form, which TypeScript's library does not describe. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

const { origin } = self.location;
const shell = openShell(self.__WB_MANIFEST, {
  caches: self.caches,
  fetch: (request) => fetch(request),
  origin,
});

self.addEventListener('install', (event) => event.waitUntil(shell.install()));
self.addEventListener('activate', (event) =>
  event.waitUntil(shell.activate().then(() => self.clients.claim())),
);

/** The screens of the app, whatever is asked of them; everything else (records, blobs, metrics) is the relay's. */
const SCREEN = /^\/(m\/.*|(compare|publish|check|open|installed|activity|identity|moderation|settings)?)$/;

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin: asked, pathname } = new URL(request.url);
  if (asked !== origin) return;
  if (request.method === 'POST' && pathname === '/share') {
    event.respondWith(keepShared(request, { caches: self.caches, origin }));
    return;
  }
  if (request.method !== 'GET') return;
  const isPage = request.mode === 'navigate';
  const answer = shell.answer(isPage && SCREEN.test(pathname) ? '/index.html' : pathname);
  if (answer !== undefined) event.respondWith(answer);
  // The app itself says what is not there; the browser's own page would end it.
  else if (isPage)
    event.respondWith(fetch(request).catch((fault) => shell.answer('/index.html') ?? Promise.reject(fault)));
});

self.addEventListener('message', ({ data }) => {
  // Only after the person agreed: the page asks first.
  if ((data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('sync', (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === DRAIN_TAG) sync.waitUntil(drainInBackground(self));
});

self.addEventListener('periodicsync', (event) => {
  const sync = event as unknown as SyncEvent;
  if (sync.tag === UPDATE_TAG) sync.waitUntil(updateInBackground(self));
});

/** In the window that is open, without a reload: something may be typed there. */
async function showActivity(clients: Clients): Promise<void> {
  const [open] = await clients.matchAll({ type: 'window' });
  if (open === undefined) {
    await clients.openWindow('/activity');
    return;
  }
  open.postMessage({ type: SHOW_MESSAGE, path: '/activity' });
  await open.focus();
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(showActivity(self.clients));
});
