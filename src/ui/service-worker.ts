import { Workbox } from 'workbox-window';
import { toasts } from './toasts.ts';

/**
 * The app offline, and its updates: a new version waits until the person says yes, then every tab reloads.
 * Failing to register costs offline use and nothing else, so it is told to the console only.
 */
export async function registerServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const workbox = new Workbox('/service-worker.js');
  let asked = false;

  function ask(): void {
    toasts.add({
      id: 'update',
      title: 'A new version of this app is ready.',
      description: 'It starts with a reload; what you typed in the publish form is kept.',
      timeout: 0,
      actionProps: {
        children: 'Reload',
        onClick: () => {
          asked = true;
          workbox.messageSkipWaiting();
        },
      },
    });
  }

  workbox.addEventListener('waiting', ask);
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    if (asked || isUpdate === true) location.reload();
  });
  try {
    await workbox.register();
  } catch (error) {
    console.warn('the service worker could not be registered', error);
  }
}
