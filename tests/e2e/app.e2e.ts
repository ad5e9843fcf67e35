import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { isAccessible } from './accessible.ts';
import { appIsStored, expect, test } from './world.ts';

test.use({ samples: true });

const WIDTHS = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

test('the first run shows the starter catalogue, and every screen is accessible at both widths in light and dark', async ({
  person,
}) => {
  test.slow();
  const { page } = await person();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto('/');
  // The relay still publishes them when it begins to answer.
  await expect(page.getByText(/\b31 modules to search/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('list', { name: 'Recently updated' }).getByRole('listitem')).toHaveCount(6);
  await page.getByRole('link', { name: 'All modules' }).click();
  const list = page.getByRole('list', { name: 'Modules' });
  await expect(list.getByRole('listitem')).toHaveCount(31);

  const screens = [
    '/',
    '/?sort=recent',
    '/compare?id=org.sqlite.sqlite&id=io.github.ceifa.lua',
    '/m/org.sqlite.sqlite',
    '/m/org.sqlite.sqlite?tab=versions',
    '/m/org.sqlite.sqlite?tab=trust',
    '/m/org.sqlite.sqlite?tab=ratings',
    '/publish',
    '/check',
    '/open?link=web%2Bgen%3Anothing',
    '/installed',
    '/activity',
    '/identity',
    '/moderation',
    '/settings',
  ];
  for (const screen of screens) {
    await page.goto(screen);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Online');
    for (const size of WIDTHS) {
      await page.setViewportSize(size);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await isAccessible(page, screen);
      }
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
  await page.getByRole('dialog').getByRole('button', { name: 'Install 4 modules' }).click();
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
    await appIsStored(page);
    const session = await context.newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
});

test('a part of a screen that cannot be loaded says so in its place, and comes with a reload', async ({
  person,
}) => {
  const { page } = await person();
  const part = '**/assets/versions-tab-*.js';
  await page.route(part, (route) => route.abort());
  await page.goto('/m/org.sqlite.sqlite');
  const install = page.getByRole('button', { name: 'Install', exact: true });
  await expect(install).toBeEnabled({ timeout: 30_000 });
  await page.getByRole('tab', { name: 'Versions' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Versions' });
  await expect(panel.getByRole('alert')).toContainText('could not be loaded');
  await isAccessible(page);
  await expect(install).toBeEnabled();
  await page.unroute(part);
  await panel.getByRole('button', { name: 'Reload' }).click();
  await expect(panel.getByText('Latest')).toBeVisible();
});

test('with the keyboard alone a module is found and installed, and the focus is never lost', async ({
  person,
}) => {
  const { page } = await person();
  const id = 'io.github.microsoft.tree-sitter-typescript';
  await page.goto('/');
  await expect(page.getByText(/\b31 modules to search/)).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('/');
  await page.keyboard.type('tree-sitter typescript');
  const found = page.getByRole('list', { name: 'Modules' }).getByRole('link', { name: /TypeScript/ });
  await found.first().focus();
  await page.keyboard.press('Enter');

  await test.step('the heading has it, also when what the catalogue says gives way to the records', async () => {
    await expect(page).toHaveURL(new RegExp(id));
    await expect(page.getByRole('tab', { name: 'Readme' })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  });

  const install = page.getByRole('button', { name: 'Install', exact: true });
  await test.step('a plan that is left gives it back to the button', async () => {
    await install.focus();
    await page.keyboard.press('Enter');
    const agree = page.getByRole('dialog').getByRole('button', { name: 'Install 4 modules' });
    await expect(agree).toBeFocused({ timeout: 30_000 });
    await page.keyboard.press('Escape');
    await expect(install).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(agree).toBeFocused({ timeout: 30_000 });
    await page.keyboard.press('Enter');
  });

  await test.step('where the button is gone, its section has it', async () => {
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('region', { name: 'On this device' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeFocused();
  });
});
