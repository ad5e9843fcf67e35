import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { isFinished, isSwitch } from '../../../src/app/jobs.ts';
import { DEFAULT_SET } from '../../../src/ports/sets.ts';
import { callEngine } from '../../../tests/support/engine-call.ts';
import { randomOf, type Random } from '../../../tests/support/random.ts';
import { startRelayProcess } from '../../../tests/support/relay-process.ts';
import { storedRows } from '../../../tests/support/stored-rows.ts';
import type { Finding } from '../finding.ts';
import { publishGraph, type Graph } from './catalogue.ts';
import { startBrowser } from './mortal-browser.ts';
import { slowProxy } from './slow-proxy.ts';
import { wholeStory } from './story.ts';
import { tallyOf } from './tally.ts';
import { wrongIn } from './whole-sets.ts';

const LARGEST = 3 * 1024 * 1024;
/** Bytes a second: what is installed takes somewhat longer than the longest wait for a kill. */
const RATE = 768 * 1024;
const LONGEST_LIFE_MS = 3000;
const LONGEST_END_MS = 120_000;
/** A page of the origin that is none of the app: what is there can be looked at before anything goes on. */
const LOOK = '/robots.txt';

interface Story {
  readonly address: string;
  readonly profile: string;
  readonly graph: Graph;
  readonly random: Random;
  /** Jobs that the engine has said to be stored. */
  readonly promised: Set<string>;
  readonly wrong: string[];
  /** At what the kills found the jobs. */
  readonly states: string[];
}

async function look(
  { address, promised, wrong, states }: Story,
  page: Page,
  isAfterKill: boolean,
): Promise<void> {
  await page.goto(`${address}${LOOK}`);
  const rows = await storedRows(page, 'sets', 'generations', 'jobs', 'proofs', 'blobs');
  const { sets, generations, jobs, blobs } = rows;
  const proofs = rows.proofs.map(({ record }) => record);
  wrong.push(...wrongIn({ sets, generations, blobs, proofs }));
  const switches = jobs.filter(isSwitch);
  const byId = new Map(switches.map((job) => [job.id, job]));
  for (const id of promised) {
    const job = byId.get(id);
    if (job === undefined) wrong.push(`${id} is lost`);
    else if (isFinished(job) && job.state !== 'installed')
      wrong.push(`${id} is ${job.state}: ${job.error?.reason}`);
  }
  const open = switches.filter((job) => !isFinished(job));
  if (!isAfterKill) wrong.push(...open.map(({ id, state }) => `${id} stays ${state}`));
  else states.push(...(open.length === 0 ? ['none open'] : open.map(({ state }) => state)));
}

/** What there is to do next: what is under way goes on, and where all is installed everything begins anew. */
async function act({ graph, random, promised }: Story, page: Page): Promise<void> {
  const activity = await callEngine(page, 'activity');
  if (activity.some(({ state }) => !isFinished({ state })) && random.chance(0.7)) return;
  const installed = await callEngine(page, 'installed');
  const installs = wholeStory(graph).filter(({ kind }) => kind === 'install');
  if (installed.length >= graph.modules.length) {
    promised.add(await callEngine(page, 'changeSet', { kind: 'update' }));
    if (random.chance(0.5)) return;
    for (const { id } of installed.filter(({ wanted }) => wanted)) await callEngine(page, 'uninstall', id);
    await callEngine(page, 'forgetStates');
  }
  const next = random.pick(installs);
  if (next.kind === 'install')
    promised.add(await callEngine(page, 'install', next.id, { version: next.version }));
}

/** The app is there, with nothing asked for. */
async function firstLife({ address, profile }: Story): Promise<void> {
  const browser = await startBrowser(profile);
  try {
    const page = await browser.context.newPage();
    await page.goto(`${address}/installed`);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await callEngine(page, 'installed');
  } finally {
    await browser.close();
  }
}

/** One life of the browser, ended wherever it is. */
async function oneLife(story: Story): Promise<void> {
  const browser = await startBrowser(story.profile);
  try {
    const page = await browser.context.newPage();
    await look(story, page, true);
    await page.goto(`${story.address}/installed`);
    let isOver = false;
    const living = act(story, page).catch((thrown: unknown) => {
      if (!isOver) story.wrong.push(String(thrown));
    });
    await sleep(story.random.below(LONGEST_LIFE_MS));
    isOver = true;
    await browser.kill();
    await living;
  } finally {
    await browser.close();
  }
}

/** Everything that was asked for comes to its end, and the app shows it. */
async function lastLife(story: Story): Promise<number> {
  const browser = await startBrowser(story.profile);
  try {
    const page = await browser.context.newPage();
    await look(story, page, true);
    await page.goto(`${story.address}/installed`);
    const isOpen = async (): Promise<boolean> =>
      (await callEngine(page, 'activity')).some(({ state }) => !isFinished({ state }));
    await expect.poll(isOpen, { timeout: LONGEST_END_MS }).toBe(false);
    const { sets } = await storedRows(page, 'sets');
    const { releases = [] } = sets.find(({ name }) => name === DEFAULT_SET)?.generation ?? {};
    const shown = page.getByRole('list', { name: 'Installed modules' }).getByRole('listitem');
    await expect(shown).toHaveCount(releases.length);
    await look(story, page, false);
    return releases.length;
  } finally {
    await browser.close();
  }
}

/** SIGKILL for all processes of a Chromium at moments drawn by seed, and a new one over the same profile each time. */
export async function killedBrowser(kills: number, seed: number): Promise<Finding[]> {
  const relay = await startRelayProcess();
  const proxy = await slowProxy(relay.address, RATE);
  const profile = await mkdtemp(join(tmpdir(), 'gen-killed-'));
  try {
    const graph = await publishGraph(relay.address, 0, LARGEST);
    const [promised, wrong, states] = [new Set<string>(), [] as string[], [] as string[]];
    const story: Story = {
      address: proxy.address,
      profile,
      graph,
      random: randomOf(seed),
      promised,
      wrong,
      states,
    };
    await firstLife(story);
    let broken = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const before = wrong.length;
      await oneLife(story);
      if (wrong.length > before) broken += 1;
    }
    const before = wrong.length;
    const count = await lastLife(story);
    if (wrong.length > before) broken += 1;
    const measured = [
      `kills found ${tallyOf(states)}`,
      `${promised.size} jobs, all ended`,
      `${count} modules at the end`,
      ...wrong.slice(0, 5),
    ];
    return [
      { what: 'a Chromium killed while it installs', runs: kills, broken, measured: measured.join('; ') },
    ];
  } finally {
    proxy.close();
    await relay.stop();
    for (const folder of [profile, relay.folder])
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
