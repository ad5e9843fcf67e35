import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { QUIET_FLAGS } from '../bench/browser.ts';
import { findChromium } from '../prepare/chromium.mjs';

/** A Chromium that Lighthouse drives alone, over a port. */
export interface BrowserProcess {
  readonly port: number;
  close(): Promise<void>;
}

const ATTEMPTS = 100;
const POLL_MS = 100;

/** Chromium writes the port that it took into its profile. */
async function portOf(folder: string): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const text = await readFile(join(folder, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const port = Number.parseInt(text, 10);
    if (port > 0) return port;
    await sleep(POLL_MS);
  }
  throw new Error('Chromium named no port');
}

export async function openBrowser(): Promise<BrowserProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'gen-lighthouse-'));
  const flags = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${folder}`, '--mute-audio'];
  const executable = findChromium() ?? chromium.executablePath();
  const child = spawn(executable, [...flags, ...QUIET_FLAGS, 'about:blank'], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  return {
    port: await portOf(folder),
    async close() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
