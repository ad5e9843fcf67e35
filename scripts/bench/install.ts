import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { largeCode } from '../../tests/support/large-wasm.ts';
import { person } from '../../tests/support/person.ts';
import { startRelayProcess, type RelayProcess } from '../../tests/support/relay-process.ts';
import { openBrowser } from '../lighthouse/browser-process.ts';
import { openProfile } from './browser.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { openDevtools } from './install/devtools.ts';
import { frames, fetchHashStore, installByWorker, press, type Frames } from './install/in-page.ts';
import { heapsOf, type Heaps, type Thread } from './install/heaps.ts';
import { median } from './statistics.ts';

const RUNS = 3;
const SIZE = 50_000_000;
const ID = 'io.example.large';
const MB = 1_000_000;

interface Installed {
  readonly ms: number;
  readonly floorMs: number;
  readonly frames: Frames;
  /** Bytes: the most while it was installed, and what is left of it, above what there was before. */
  readonly grown?: ReadonlyMap<Thread, { readonly most: number; readonly left: number }>;
}

async function grownBy(heaps: Heaps, act: () => Promise<void>): Promise<NonNullable<Installed['grown']>> {
  const before = await heaps.alive();
  const watched = heaps.watch();
  await act();
  const most = await watched.stop();
  const after = await heaps.alive();
  const threads = new Set([...before.keys(), ...most.keys()]);
  return new Map(
    [...threads].map((thread) => {
      const base = before.get(thread) ?? 0;
      return [thread, { most: (most.get(thread) ?? base) - base, left: (after.get(thread) ?? base) - base }];
    }),
  );
}

interface Opened {
  readonly context: BrowserContext;
  /** Absent where frames are counted: looking at the heaps takes time and frames. */
  readonly heaps?: Heaps;
  close(): Promise<void>;
}

async function openTimed(): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'gen-bench-'));
  const context = await openProfile(folder);
  return {
    context,
    async close() {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openWatched(address: string): Promise<Opened> {
  const process = await openBrowser();
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${process.port}`);
  const devtools = await openDevtools(process.port);
  return {
    context: browser.contexts()[0] ?? (await browser.newContext()),
    heaps: heapsOf(devtools, address),
    async close() {
      devtools.close();
      await browser.close();
      await process.close();
    },
  };
}

/** @param act installs it, and resolves when it is done. */
async function inBrowser(
  relay: RelayProcess,
  watched: boolean,
  act: (page: Page) => Promise<{ ms: number; frames: Frames }>,
): Promise<Installed> {
  const { context, heaps, close } = await (watched ? openWatched(relay.address) : openTimed());
  try {
    const page = await context.newPage();
    await page.goto(`${relay.address}/m/${ID}`);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.getByRole('button', { name: 'Install', exact: true }).waitFor({ timeout: 60_000 });
    // The worker has stored the app, and nothing else is under way.
    await page.waitForTimeout(3000);
    let done = { ms: 0, frames: { longest: 0, longTasks: 0 } };
    const install = async (): Promise<void> => {
      done = await act(page);
    };
    const grown = heaps === undefined ? await install() : await grownBy(heaps, install);
    await page.goto(`${relay.address}/robots.txt`);
    return { ...done, ...(grown && { grown }), floorMs: await fetchHashStore(page, SIZE) };
  } finally {
    await close();
  }
}

const mb = (bytes: number | undefined): string =>
  bytes === undefined ? '–' : (Math.max(0, bytes) / MB).toFixed(1);

function row(what: string, runs: readonly Installed[]): FigureRow {
  const timed = runs.filter(({ grown }) => grown === undefined);
  const ms = median(timed.map((run) => run.ms));
  const floor = median(runs.map((run) => run.floorMs));
  const most = (thread: Thread, part: 'most' | 'left'): string => {
    const found = runs.flatMap(({ grown }) => grown?.get(thread)?.[part] ?? []);
    return found.length === 0 ? '–' : mb(Math.max(...found));
  };
  return {
    what,
    figures: [
      ms,
      floor,
      (ms / floor).toFixed(2),
      Math.max(...timed.map((run) => run.frames.longest)),
      Math.max(...timed.map((run) => run.frames.longTasks)),
      ...(['page', 'service_worker', 'shared_worker'] as const).flatMap((thread) => [
        `${most(thread, 'most')} / ${most(thread, 'left')}`,
      ]),
    ],
  };
}

/** A module of 50 MB, nearly all code, by the page's engine and by the service worker alone. */
export async function* installPart(): AsyncIterable<FigureTable> {
  const binary = largeCode(SIZE);
  let relay = await startRelayProcess();
  try {
    const publisher = await person(relay.address);
    await publisher.publishes({ id: ID, version: '1.0.0' }, binary);
    const byPage: Installed[] = [];
    const byWorker: Installed[] = [];
    for (let run = 0; run < 2 * RUNS; run += 1) {
      const watched = run % 2 === 1;
      byPage.push(
        await inBrowser(relay, watched, async (page) => {
          await frames.begin(page);
          const ms = await press(page);
          return { ms, frames: await frames.end(page) };
        }),
      );
      byWorker.push(
        await inBrowser(relay, watched, async (page) => {
          const port = Number(new URL(relay.address).port);
          const { folder } = relay;
          const ms = await installByWorker(page, {
            stop: () => relay.stop(),
            start: async () => {
              relay = await startRelayProcess({ folder, port });
            },
          });
          return { ms, frames: { longest: 0, longTasks: 0 } };
        }),
      );
    }
    yield {
      key: 'install',
      title: `install of a module of ${(binary.length / MB).toFixed(1)} MB (Chromium, production build, relay process on loopback)`,
      columns: [
        'ms',
        'floor ms',
        'ratio',
        'longest frame ms',
        'long tasks',
        'page MB most / left',
        'service worker MB',
        'engine MB',
      ],
      rows: [
        row('Install pressed → installed, by the engine of a page', byPage),
        row('sync event → fetched, by the service worker with no page', byWorker),
      ],
      notes: [
        `Medians of ${RUNS} runs, each in a new browser; frames: the worst of them; memory: the worst of ${RUNS} others, as looking at it takes time and frames.`,
        'Floor: one page fetches the same bytes, hashes them with WebCrypto and stores them as a Blob in IndexedDB (durability strict).',
        'MB: JavaScript heap with its buffers above what there was before, the most seen every 50 ms, and what is left after garbage has gone.',
      ],
    };
  } finally {
    await relay.stop();
    await rm(relay.folder, { recursive: true, force: true });
  }
}
