import { Workbox } from 'workbox-window';
import { SHOW_MESSAGE } from '../ports/background.ts';
import type { Services } from './services.tsx';
import { isAtWork } from './text/states.ts';
import { toasts } from './toasts.ts';
import { offerUpdate, type UpdateStage } from './update-offer.ts';

const TOAST = 'update';

const UPDATE_WORDS: Readonly<
  Record<UpdateStage, { readonly title: string; readonly description: string; readonly action?: string }>
> = {
  ready: {
    title: 'A new version of this app is ready.',
    description: 'It starts with a reload; what you typed in the publish form is kept.',
    action: 'Reload',
  },
  busy: {
    title: 'A new version of this app is ready.',
    description: 'Something is being installed or published; it is not interrupted.',
    action: 'Reload when it is done',
  },
  waiting: {
    title: 'The new version starts by itself.',
    description: 'It waits until what is being installed or published is done.',
  },
};

/**
 * The app offline, and its updates: a new version waits until the person says yes and nothing is under way, then every tab
 * reloads. Failing to register costs offline use and nothing else, so it is told to the console only.
 *
 * @param goTo shows a screen in this window, for a notification that was pressed.
 */
export async function registerServiceWorker(
  { engine, changes }: Pick<Services, 'engine' | 'changes'>,
  goTo: (path: string) => void,
): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const workbox = new Workbox('/service-worker.js');
  let asked = false;

  function ask(): void {
    let told = false;
    const agree = offerUpdate({
      isAtWork: async () => (await engine.activity()).some(isAtWork),
      onChange: (listener) => changes.subscribe(['activity'], listener),
      show(stage) {
        const { action, ...words } = UPDATE_WORDS[stage];
        const toast = {
          id: TOAST,
          ...words,
          timeout: 0,
          actionProps: action === undefined ? undefined : { children: action, onClick: () => agree() },
        };
        if (told) toasts.change(toast);
        else toasts.add(toast);
        told = true;
      },
      start() {
        asked = true;
        workbox.messageSkipWaiting();
      },
    });
  }

  workbox.addEventListener('waiting', ask);
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    if (asked || isUpdate === true) location.reload();
  });
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    const { type, path } = (data ?? {}) as { type?: unknown; path?: unknown };
    if (type === SHOW_MESSAGE && typeof path === 'string') goTo(path);
  });
  try {
    await workbox.register();
  } catch (error) {
    console.warn('the service worker could not be registered', error);
  }
}
