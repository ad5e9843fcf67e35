/** Draws the PNG icons from the SVG ones with a headless browser: `node scripts/icons.ts`, after a change of the mark. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from '@playwright/test';
import config from '../playwright.config.ts';
import { ICON_PATHS } from '../src/ui/components/icon-path.ts';

const ICONS = join(dirname(import.meta.dirname), 'public', 'icons');

/** A shortcut's sign is the one that its screen has in the app. */
const SHORTCUTS = [
  { sign: 'publish', to: 'publish-96.png' },
  { sign: 'inspect', to: 'check-96.png' },
  { sign: 'box', to: 'installed-96.png' },
] as const;

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
for (const { sign, to } of SHORTCUTS) {
  const page = await browser.newPage({ viewport: { width: 96, height: 96 } });
  await page.setContent(
    `<style>body{margin:0}svg{display:block}</style><svg width="96" height="96" viewBox="-8 -8 32 32">
    <circle cx="8" cy="8" r="16" fill="#1d2b53"/><path d="${ICON_PATHS[sign]}" fill="none" stroke="#fff"
    stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
  );
  await page.screenshot({ path: join(ICONS, to), omitBackground: true });
  await page.close();
}
await browser.close();
