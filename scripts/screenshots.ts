/** Takes the manifest's screenshots of the built app with its starter catalogue: `node scripts/screenshots.ts`, after `npm run build`. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import config from '../playwright.config.ts';
import { openRelay } from './bench/relay.ts';

const FOLDER = join(dirname(import.meta.dirname), 'public', 'screenshots');

const TAKEN = [
  { to: 'wide.png', path: '/', width: 1280, height: 800 },
  { to: 'module.png', path: '/m/org.sqlite.sqlite', width: 1280, height: 800 },
  { to: 'narrow.png', path: '/', width: 390, height: 844 },
];

/** The whole starter catalogue has come, and this screen shows what it has. */
async function isSettled(page: Page, path: string): Promise<void> {
  await page.getByText(/\b31 modules to search/).waitFor();
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('status', { name: 'Connection' }).getByText('Online').waitFor();
  // A module's page stands as the catalogue has it until its own records are here.
  if (path.startsWith('/m/')) await page.getByRole('tabpanel').locator('h2').first().waitFor();
}

await mkdir(FOLDER, { recursive: true });
const relay = await openRelay({ samples: true });
const browser = await chromium.launch({
  ...config.use?.launchOptions,
  args: [...(config.use?.launchOptions?.args ?? []), '--hide-scrollbars'],
});
try {
  for (const { to, path, width, height } of TAKEN) {
    const page = await browser.newPage({
      viewport: { width, height },
      baseURL: relay.address,
      colorScheme: 'light',
    });
    await page.goto('/');
    await isSettled(page, path);
    await page.screenshot({ path: join(FOLDER, to) });
    await page.close();
  }
} finally {
  await browser.close();
  await relay.close();
}
