import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { expect, test } from './world.ts';

test.use({ samples: true });

test('the first run shows the starter catalogue, and every screen is accessible in light and dark, wide and narrow', async ({
  person,
}) => {
  const { page } = await person();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto('/');
  const list = page.getByRole('list', { name: 'Modules' });
  await expect(list.getByRole('listitem')).toHaveCount(31);

  const screens = [
    '/',
    '/m/org.sqlite.sqlite',
    '/m/org.sqlite.sqlite?tab=versions',
    '/m/org.sqlite.sqlite?tab=trust',
    '/m/org.sqlite.sqlite?tab=ratings',
    '/publish',
    '/check',
    '/installed',
    '/activity',
    '/identity',
    '/moderation',
    '/settings',
  ];
  const looks = [
    { colorScheme: 'light', width: 1280, height: 800 },
    { colorScheme: 'dark', width: 1280, height: 800 },
    { colorScheme: 'light', width: 390, height: 844 },
    { colorScheme: 'dark', width: 390, height: 844 },
  ] as const;
  for (const { colorScheme, width, height } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    for (const screen of screens) {
      await page.goto(screen);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Online');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${screen}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `${screen} at ${width} scrolls sideways`).toBeLessThanOrEqual(0);
    }
  }
  expect(faults).toEqual([]);
});

test('an install with dependencies brings them along, and Back returns to the search', async ({ person }) => {
  const { page } = await person();
  await page.goto('/');
  await page.getByRole('searchbox', { name: 'Search modules' }).fill('typescript');
  await page
    .getByRole('list', { name: 'Modules' })
    .getByRole('link', { name: /TypeScript/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible({ timeout: 30_000 });
  await page.goBack();
  await expect(page.getByRole('searchbox', { name: 'Search modules' })).toHaveValue('typescript');
  await page.goto('/installed');
  await expect(page.getByRole('list', { name: 'Installed modules' }).getByRole('listitem')).toHaveCount(4);
});

test('Chromium finds nothing that keeps the app from being installed', async ({ relay }, testInfo) => {
  const profile = await mkdtemp(join(tmpdir(), 'gen-profile-'));
  const context = await chromium.launchPersistentContext(profile, testInfo.project.use.launchOptions);
  try {
    const page = await context.newPage();
    await page.goto(relay.address);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const session = await context.newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
});
