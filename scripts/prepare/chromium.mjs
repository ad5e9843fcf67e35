import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installedBinary, run } from './run.mjs';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Path of the browser that the tests drive: the one that CHROMIUM_PATH names, else one of this machine; `undefined` leaves it to
 * Playwright's own.
 *
 * @throws Error when CHROMIUM_PATH names no file.
 */
export function findChromium(environment = process.env, exists = existsSync) {
  const named = environment.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!exists(named)) throw new Error(`CHROMIUM_PATH names ${named}, and there is no such file.`);
    return named;
  }
  return INSTALLED.find((path) => exists(path));
}

function playwrightHasOne(root) {
  const { chromium } = createRequire(join(root, 'package.json'))('@playwright/test');
  return existsSync(chromium.executablePath());
}

async function installWithApt() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['-q', 'update'], { env });
  await run('apt-get', ['-q', 'install', '-y', 'chromium'], { env });
}

function mayUseApt() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** A Chromium for the tests: an installed one, else Debian's, else Playwright's. */
export async function prepareChromium(root, say) {
  if (findChromium() !== undefined || playwrightHasOne(root)) return;
  if (mayUseApt()) {
    say('installing Chromium with apt-get.');
    try {
      await installWithApt();
    } catch (error) {
      say(`${error.message} Trying Playwright's own.`);
    }
    if (findChromium() !== undefined) return;
  }
  say("installing Playwright's Chromium.");
  await run(installedBinary(root, 'playwright'), ['install', 'chromium'], { cwd: root });
}
