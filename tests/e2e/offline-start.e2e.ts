import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { module, second } from './real-module.ts';
import { appIsStored, expect, publishes, test } from './world.ts';

/** Each screen, and what it says or shows with no network from a cold start. */
const SCREENS: readonly (readonly [path: string, says: (page: Page) => Promise<void>])[] = [
  ['/', (page) => expect(page.getByRole('list', { name: 'Modules' })).toContainText(second.name)],
  [
    `/m/${module.id}`,
    async (page) => {
      await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible();
      await expect(page.getByRole('tab', { name: 'Trust' })).toBeVisible();
    },
  ],
  [
    `/m/${second.id}`,
    (page) => expect(page.getByRole('main')).toContainText('The rest comes from the registry'),
  ],
  [
    '/m/io.example.nowhere',
    (page) => expect(page.getByRole('main')).toContainText('this device has never seen io.example.nowhere'),
  ],
  [
    `/compare?id=${module.id}&id=${second.id}`,
    (page) => expect(page.getByRole('main')).toContainText(second.name),
  ],
  ['/publish', (page) => expect(page.getByLabel('WASM file')).toBeAttached()],
  ['/check', (page) => expect(page.getByLabel('WASM file')).toBeAttached()],
  [
    '/installed',
    (page) => expect(page.getByRole('list', { name: 'Installed modules' })).toContainText(module.name),
  ],
  ['/activity', (page) => expect(page.getByRole('region', { name: 'Activity' })).toContainText('Installed')],
  ['/identity', (page) => expect(page.getByRole('main')).toContainText('did:key:')],
  ['/moderation', (page) => expect(page.getByRole('main')).toContainText('Follow somebody’s list')],
  ['/settings', (page) => expect(page.getByRole('main')).toContainText('In force here:')],
  [
    `/open?link=web%2Bgen%3A${module.id}`,
    (page) => expect(page.getByRole('heading', { level: 1 })).toHaveText(module.name),
  ],
  ['/nothing/here', (page) => expect(page.getByRole('main')).toContainText('This address names no screen.')],
];

test('with the network off from a cold start every screen works, or says what it needs', async ({
  person,
  relay,
}, testInfo) => {
  const alice = await person();
  for (const release of [module, second]) {
    await publishes(alice.page, release);
    await expect(alice.page.getByRole('heading', { level: 1, name: release.name })).toBeVisible();
    await expect(alice.page.getByText('Waiting for the relay')).toHaveCount(0);
  }

  const profile = await mkdtemp(join(tmpdir(), 'gen-profile-'));
  const open = (): Promise<BrowserContext> =>
    chromium.launchPersistentContext(profile, {
      ...testInfo.project.use.launchOptions,
      baseURL: relay.address,
    });
  let context = await open();
  try {
    const page = await context.newPage();
    await page.goto('/');
    await expect(page.getByRole('list', { name: 'Modules' })).toContainText(second.name);
    await page.goto(`/m/${module.id}`);
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible();
    await appIsStored(page);
    await context.close();
    await relay.stop();

    context = await open();
    await context.setOffline(true);
    for (const [path, says] of SCREENS) {
      await test.step(path, async () => {
        const cold = await context.newPage();
        const faults: string[] = [];
        cold.on('console', (message) => {
          if (message.type() === 'error') faults.push(message.text());
        });
        cold.on('pageerror', ({ message }) => faults.push(message));
        await cold.goto(path);
        await says(cold);
        await expect(cold.getByRole('status', { name: /^(Loading|Reading)/ })).toHaveCount(0);
        expect(faults).toEqual([]);
        await cold.close();
      });
    }
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
});
