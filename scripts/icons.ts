/** Draws the PNG icons from the SVG ones with a headless browser: `node scripts/icons.ts`, after a change of the mark. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from '@playwright/test';
import config from '../playwright.config.ts';

const ICONS = join(dirname(import.meta.dirname), 'public', 'icons');

const DRAWN = [
  { from: 'icon.svg', to: 'icon-192.png', size: 192 },
  { from: 'icon.svg', to: 'icon-512.png', size: 512 },
  { from: 'maskable.svg', to: 'maskable-512.png', size: 512 },
  { from: 'maskable.svg', to: 'apple-touch-icon.png', size: 180 },
];

const browser = await chromium.launch(config.use?.launchOptions);
for (const { from, to, size } of DRAWN) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(join(ICONS, from), 'utf8');
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
  await page.screenshot({ path: join(ICONS, to), omitBackground: true });
  await page.close();
}
await browser.close();
