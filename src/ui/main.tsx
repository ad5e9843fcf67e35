import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { DEFAULT_MAX_SIZE } from '../core/wasm/size-limit.ts';
import { connectEngine } from '../workers/connect.ts';
import { handOverToServiceWorker } from '../workers/hand-over.ts';
import { layOut } from '../workers/layout-worker.ts';
import { keepPeriodicUpdates } from '../workers/periodic-updates.ts';
import { openValidatorPool } from '../workers/validator-pool.ts';
import { keepBadge } from './app-badge.ts';
import { App } from './app.tsx';
import { openChanges } from './changes.ts';
import { applyTheme } from './hooks/use-theme.ts';
import { makeRouter, type Router } from './router.tsx';
import { firstAnswer } from './first-answer.ts';
import type { Services } from './services.tsx';
import './global.css';

applyTheme();

const pool = openValidatorPool();
const services: Services = {
  engine: connectEngine(),
  validate: (blob, signal, onProgress) =>
    pool.validate(blob, { maxSize: DEFAULT_MAX_SIZE, signal, onProgress }),
  changes: openChanges(),
  layOut,
};

const place = document.getElementById('root');
if (place === null) throw new Error('the page has no element #root');

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * In tasks of its own, as to read the app's code is one already. The first screen is loaded before anything is rendered, and rendered
 * in slices: what arrives while React stands there is rendered in one piece, for which a slow device holds still.
 */
async function start(place: HTMLElement): Promise<Router> {
  await nextTask();
  const router = makeRouter();
  await nextTask();
  const root = createRoot(place);
  await router.load();
  startTransition(() => root.render(<App services={services} router={router} />));
  return router;
}
const started = start(place);

// A worker hears of a lost network late or never; the page hears at once.
addEventListener('offline', () => void services.engine.networkLost());
addEventListener('online', () => void services.engine.reconnect());

if (import.meta.env.PROD) {
  if ('serviceWorker' in navigator) {
    handOverToServiceWorker(navigator.serviceWorker);
    const { engine, changes } = services;
    const keep = () =>
      void engine
        .updatesUnasked()
        .then((isWanted) => keepPeriodicUpdates(navigator, isWanted))
        .catch((cause: unknown) => console.info('nothing is updated with no tab open', cause));
    changes.subscribe(['installed'], keep);
    keep();
  }
  void firstAnswer(services.engine)
    .then(() => import('./service-worker.ts'))
    .then(({ registerServiceWorker }) =>
      registerServiceWorker(services, (path) => void started.then(({ history }) => history.push(path))),
    )
    .catch((cause: unknown) => console.warn('the app is not stored for offline use', cause));
  keepBadge(services, navigator);
}
