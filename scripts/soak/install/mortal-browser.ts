import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type BrowserContext } from '@playwright/test';
import { givesEngine } from '../../../tests/support/engine-call.ts';
import { QUIET_FLAGS } from '../../bench/browser.ts';
import { findChromium } from '../../prepare/chromium.mjs';

/** A Chromium whose processes can all be killed at once; its profile stays. */
export interface MortalBrowser {
  readonly context: BrowserContext;
  /** SIGKILL: nothing is flushed. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

const PORT_FILE = 'DevToolsActivePort';
const POLL_MS = 50;

/** Chromium writes the port that it took into its profile. */
async function portOf(profile: string, isAlive: () => boolean): Promise<number> {
  while (isAlive()) {
    const port = Number.parseInt(await readFile(join(profile, PORT_FILE), 'utf8').catch(() => ''), 10);
    if (port > 0) return port;
    await sleep(POLL_MS);
  }
  throw new Error('Chromium ended by itself');
}

export async function startBrowser(profile: string): Promise<MortalBrowser> {
  // Of the process before.
  await rm(join(profile, PORT_FILE), { force: true });
  const flags = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, ...QUIET_FLAGS];
  // At the head of a group of its own, which is all of its processes.
  const options = { detached: true, stdio: 'ignore' } as const;
  const child = spawn(findChromium() ?? chromium.executablePath(), [...flags, 'about:blank'], options);
  const ended = once(child, 'exit');
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  const port = await portOf(profile, isAlive);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const context = browser.contexts()[0] as BrowserContext;
  await givesEngine(context);
  return {
    context,
    async kill() {
      process.kill(-(child.pid as number), 'SIGKILL');
      await ended;
      await browser.close();
    },
    async close() {
      if (!isAlive()) return;
      child.kill();
      await ended;
      await browser.close();
    },
  };
}
