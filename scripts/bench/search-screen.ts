import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { openProfile } from './browser.ts';
import type { FigureTable } from './figure-table.ts';
import { catalogueRelay } from './relay.ts';
import { documentsOf } from './search/documents.ts';
import { drawQueries } from './search/drawn-queries.ts';
import { quantile } from './statistics.ts';

const SEED = 11;
const QUERIES_A_CLASS = 4;
const LONGEST_MS = 300_000;
/** From one painted answer to the next key. */
const PAUSE_MS = 60;
/** Storage that did not grow for so long has everything in it. */
const STILL_MS = 5000;

declare global {
  // What the page is told before anything of it runs.
  interface Window {
    genBench: { longest: number; next?: Promise<number>; painted(text: string): Promise<number> };
  }
}

/**
 * Runs in the page, before anything of it. `painted` resolves with the milliseconds from the last key to the frame that shows the
 * answer to `text`; without a key since the navigation began, from that.
 */
function watchPage(): void {
  let pressed = 0;
  window.addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true);
  const bench: Window['genBench'] = {
    longest: 0,
    painted(text: string): Promise<number> {
      const isShown = (): boolean =>
        document.querySelector<HTMLElement>('[aria-label="Modules"][data-query]')?.dataset['query'] ===
          text ||
        [...document.querySelectorAll('p[aria-live]')].some(({ textContent }) =>
          textContent?.endsWith(`“${text}”`),
        );
      return new Promise((resolve) => {
        const shown = (): void => {
          observer.disconnect();
          requestAnimationFrame((time) => resolve(Math.max(time, performance.now()) - pressed));
        };
        const observer = new MutationObserver(() => {
          if (isShown()) shown();
        });
        observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
        if (isShown()) shown();
      });
    },
  };
  window.genBench = bench;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) bench.longest = Math.max(bench.longest, duration);
  }).observe({ type: 'longtask', buffered: true });
}

async function pageOf(context: BrowserContext): Promise<Page> {
  return context.pages()[0] ?? context.newPage();
}

/** Until the app, its service worker and the whole catalogue are stored. @returns milliseconds until all could be searched. */
async function fill(folder: string, address: string, modules: number): Promise<number> {
  const context = await openProfile(folder);
  const page = await pageOf(context);
  const start = performance.now();
  await page.goto(address);
  await page.waitForFunction(
    (least) => {
      const [, size = '0'] = /([\d,]+) modules to search/.exec(document.body.innerText) ?? [];
      return Number(size.replaceAll(',', '')) >= least;
    },
    modules,
    { timeout: LONGEST_MS, polling: 20 },
  );
  const time = performance.now() - start;
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  let before = -1;
  for (;;) {
    const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    if (used === before) break;
    before = used;
    await page.waitForTimeout(STILL_MS);
  }
  await context.close();
  return time;
}

/** Runs in the page. */
function expectAnswer(text: string): void {
  window.genBench.next = window.genBench.painted(text);
}

interface Typed {
  readonly times: readonly number[];
  readonly longest: number;
}

async function types(page: Page, texts: readonly string[]): Promise<Typed> {
  const box = page.getByRole('searchbox', { name: 'Search modules' });
  await page.evaluate(() => void (window.genBench.longest = 0));
  const times: number[] = [];
  for (const text of texts) {
    await box.press('ControlOrMeta+a');
    await box.press('Delete');
    await page.waitForTimeout(10 * PAUSE_MS);
    for (let length = 1; length <= text.length; length += 1) {
      const key = text.charAt(length - 1);
      // A space asks nothing new. What is waited for is said before the key, so that no answer comes too early to be seen.
      const asks = key !== ' ';
      if (asks) await page.evaluate(expectAnswer, text.slice(0, length));
      await box.press(asks ? key : 'Space');
      if (asks) times.push(await page.evaluate(() => window.genBench.next ?? Number.NaN));
      await page.waitForTimeout(PAUSE_MS);
    }
  }
  return { times, longest: await page.evaluate(() => window.genBench.longest) };
}

const newProfile = (): Promise<string> => mkdtemp(join(tmpdir(), 'gen-profile-'));

async function figuresAt(modules: number): Promise<readonly number[]> {
  const documents = await documentsOf({ generated: modules });
  const texts = [...drawQueries(documents, SEED, QUERIES_A_CLASS).values()].flat().map(({ text }) => text);
  const [folder, before] = [await newProfile(), await newProfile()];
  const relay = await catalogueRelay(modules);
  try {
    // Somebody was here before: the relay's documents are open.
    await fill(before, relay.address, modules);
    const fresh = await fill(folder, relay.address, modules);
    await relay.stop();
    const context = await openProfile(folder);
    try {
      await context.setOffline(true);
      await context.addInitScript(watchPage);
      const page = await pageOf(context);
      const [first = ''] = texts;
      await page.goto(`${relay.address}/?q=${encodeURIComponent(first)}`);
      const restart = await page.evaluate((q) => window.genBench.painted(q), first);
      await page.waitForTimeout(STILL_MS);
      const longestAtStart = await page.evaluate(() => window.genBench.longest);
      const { times, longest } = await types(page, texts);
      const quantiles = [0.5, 0.95, 0.99].map((q) => quantile(times, q));
      return [fresh, restart, longestAtStart, times.length, ...quantiles, longest];
    } finally {
      await context.close();
    }
  } finally {
    await relay.close();
    for (const profile of [folder, before]) await rm(profile, { recursive: true, force: true });
  }
}

/** The production build in Chromium without a network, typed into by real keys. */
export async function searchScreen(sizes: readonly number[]): Promise<FigureTable> {
  const rows = [];
  for (const modules of sizes)
    rows.push({ what: `${modules.toLocaleString('en')} modules`, figures: await figuresAt(modules) });
  return {
    key: 'search-screen',
    title: 'search at the screen: Chromium, production build, offline, in a new browser process',
    columns: [
      'first visit ms',
      'restart ms',
      'longest task ms',
      'keystrokes',
      'p50 ms',
      'p95 ms',
      'p99 ms',
      'longest task ms',
    ],
    rows,
    notes: [
      'first visit: online, at a relay that was visited before, until all modules can be searched; restart: from the navigation to the frame with the results of a search',
      'a task is one of the page; the first column of it while the app starts and opens its documents, the second while somebody types',
    ],
  };
}
