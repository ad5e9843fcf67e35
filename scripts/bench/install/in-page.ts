import type { Page } from '@playwright/test';
import { registrationOf } from '../../../tests/support/worker-registration.ts';

export interface Frames {
  /** Milliseconds between two frames. */
  readonly longest: number;
  /** Tasks of 50 ms and more. */
  readonly longTasks: number;
}

interface Watched extends Window {
  seen: { longest: number; longTasks: number };
}

/** How a page's frames come while something else is done. */
export const frames = {
  begin: (page: Page): Promise<void> =>
    page.evaluate(() => {
      const seen = { longest: 0, longTasks: 0 };
      (globalThis as unknown as Watched).seen = seen;
      let last = performance.now();
      const frame = (now: number): void => {
        seen.longest = Math.max(seen.longest, now - last);
        last = now;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      new PerformanceObserver((list) => (seen.longTasks += list.getEntries().length)).observe({
        type: 'longtask',
      });
    }),
  end: (page: Page): Promise<Frames> => page.evaluate(() => (globalThis as unknown as Watched).seen),
};

/** @returns milliseconds from the press to what the page says. */
export async function press(page: Page): Promise<number> {
  const here = page.getByRole('region', { name: 'On this device' });
  const started = performance.now();
  await here.getByRole('button', { name: 'Install', exact: true }).click();
  await here.getByText('Installed 1.0.0').waitFor({ timeout: 120_000 });
  return performance.now() - started;
}

/** The state of the only job, read without the app. */
function jobState(page: Page): Promise<string | undefined> {
  return page.evaluate(
    () =>
      new Promise<string | undefined>((resolve, reject) => {
        const opening = indexedDB.open('gen-registry');
        opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')));
        opening.addEventListener('success', () => {
          const database = opening.result;
          const asking = database.transaction('jobs').objectStore('jobs').getAll();
          asking.addEventListener('success', () => {
            database.close();
            resolve((asking.result[0] as { state: string } | undefined)?.state);
          });
        });
      }),
  );
}

/** Asked for without a relay; then every page of the app is closed, the relay comes back, and the worker is told. */
export async function installByWorker(
  page: Page,
  relay: { stop(): Promise<unknown>; start(): Promise<void> },
): Promise<number> {
  const { origin } = new URL(page.url());
  await relay.stop();
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  while ((await jobState(page)) === undefined) await page.waitForTimeout(100);
  // No page of the app is open, and with it no engine.
  const still = await page.context().newPage();
  const { session, registrationId } = await registrationOf(still, origin);
  await relay.start();
  await page.goto(`${origin}/robots.txt`);
  await page.waitForTimeout(1000);
  const started = performance.now();
  await session.send('ServiceWorker.dispatchSyncEvent', {
    origin,
    registrationId,
    tag: 'gen-registry/drain',
    lastChance: false,
  });
  while ((await jobState(page)) !== 'fetched') await page.waitForTimeout(50);
  await still.close();
  return performance.now() - started;
}

/** The least that the same bytes cost: fetched, hashed and stored by a page that does nothing else. @returns milliseconds. */
export function fetchHashStore(page: Page, size: number): Promise<number> {
  return page.evaluate(async (least) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('gen-registry');
      opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')));
      opening.addEventListener('success', () => resolve(opening.result));
    });
    const hashes = await new Promise<IDBValidKey[]>((resolve) => {
      const asking = database.transaction('blobs').objectStore('blobs').getAll();
      asking.addEventListener('success', () =>
        resolve(
          (asking.result as { sha256: string; size: number }[])
            .filter((row) => row.size >= least)
            .map((row) => row.sha256),
        ),
      );
    });
    database.close();
    const floor = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('floor', 1);
      opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('floor'));
      opening.addEventListener('success', () => resolve(opening.result));
    });
    const started = performance.now();
    const bytes = await (await fetch(`/blobs/${String(hashes[0])}`, { cache: 'no-store' })).arrayBuffer();
    await crypto.subtle.digest('SHA-256', bytes);
    await new Promise<void>((resolve, reject) => {
      const transaction = floor.transaction('floor', 'readwrite', { durability: 'strict' });
      transaction.objectStore('floor').put(new Blob([bytes]), 'floor');
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('error', () => reject(transaction.error ?? new Error('not stored')));
    });
    return performance.now() - started;
  }, size);
}
