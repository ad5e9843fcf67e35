import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { SAMPLES } from '../../src/relay/samples/catalogue.ts';
import { openProfile } from './browser.ts';
import { openFloor } from './floor.ts';
import { measurement, type Measurement } from './measurement.ts';
import { publishCatalogue } from './publish-catalogue.ts';
import { openRelay, type Relay } from './relay.ts';

const RUNS = 5;
const SHOWN = 'modules-shown';
/** Documents are saved a moment after they changed. */
const SAVED_MS = 3000;

/** Marks the frame in which a list first holds a module. Runs in the page, before anything of it. */
function markFirstItem(name: string): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector('main li a[href^="/m/"]') === null) return;
    observer.disconnect();
    requestAnimationFrame(() => performance.mark(name));
  });
  observer.observe(document, { childList: true, subtree: true });
}

async function pageOf(context: BrowserContext): Promise<Page> {
  return context.pages()[0] ?? context.newPage();
}

/** A profile in which the app, its service worker and the whole catalogue are. */
async function fill(folder: string, address: string, count: number): Promise<void> {
  const context = await openProfile(folder);
  const page = await pageOf(context);
  await page.goto(address);
  await page
    .getByText(new RegExp(`\\b${count.toLocaleString('en')} modules to search`))
    .waitFor({ timeout: 60_000 });
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.waitForTimeout(SAVED_MS);
  await context.close();
}

/** Milliseconds since the navigation began. */
async function timeToList(folder: string, address: string): Promise<number> {
  const context = await openProfile(folder);
  try {
    await context.setOffline(true);
    await context.addInitScript(markFirstItem, SHOWN);
    const page = await pageOf(context);
    await page.goto(address);
    const entry = await page.waitForFunction(
      (name) => performance.getEntriesByName(name)[0]?.startTime,
      SHOWN,
    );
    return Number(await entry.jsonValue());
  } finally {
    await context.close();
  }
}

async function timeToLoad(folder: string, address: string): Promise<number> {
  const context = await openProfile(folder);
  try {
    const page = await pageOf(context);
    await page.goto(address, { waitUntil: 'load' });
    const entry = await page.waitForFunction(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return navigation?.loadEventEnd === 0 ? undefined : navigation?.loadEventEnd;
    });
    return Number(await entry.jsonValue());
  } finally {
    await context.close();
  }
}

async function measureStart(relay: Relay, count: number, what: string): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'gen-profile-'));
  const floor = await openFloor();
  const times: number[] = [];
  const floors: number[] = [];
  try {
    await fill(folder, relay.address, count);
    await relay.stop();
    for (let run = 0; run < RUNS; run += 1) {
      times.push(await timeToList(folder, relay.address));
      floors.push(await timeToLoad(folder, floor.page));
    }
  } finally {
    await relay.close();
    await floor.close();
    await rm(folder, { recursive: true, force: true });
  }
  const least = 'load event of an empty page over loopback, in a new browser process with the same profile';
  return measurement(what, times, { what: least, times: floors });
}

/** The production build in a profile that was synced and then cut off; the browser starts anew for every run. */
export async function startPart({ large }: { readonly large: boolean }): Promise<Measurement[]> {
  const samples = await openRelay({ samples: true });
  const measured = [
    await measureStart(samples, SAMPLES.length, `the starter catalogue (${SAMPLES.length} modules)`),
  ];
  if (!large) return measured;
  const relay = await openRelay({ samples: false });
  await publishCatalogue(relay.address, 1000);
  measured.push(await measureStart(relay, 1000, '1,000 modules'));
  return measured;
}
