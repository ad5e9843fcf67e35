import { readFile } from 'node:fs/promises';
import { module } from './real-module.ts';
import { expect, publishes, test } from './world.ts';

const PASSPHRASE = 'seven green boats at noon';

test('a browser that lost everything has it again by the backup of its identity', async ({ person }) => {
  const { page, context } = await person();
  await publishes(page, module);
  await expect(page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
  await expect(page.getByText('Waiting for the relay')).toHaveCount(0);
  await page.goto(`/m/${module.id}?tab=ratings`);
  await page
    .getByRole('radiogroup', { name: 'Your rating' })
    .getByRole('radio', { name: '4 stars' })
    .check({ force: true });
  await page.getByRole('textbox', { name: 'Review' }).fill('Reads them all.');
  await page.getByRole('button', { name: 'Submit rating' }).click();
  await expect(page.getByText('Reads them all.').first()).toBeVisible();
  await page.goto('/activity');
  await expect(page.getByText('Counted', { exact: true })).toBeVisible();

  await page.goto('/identity');
  const mine = await page
    .getByText(/did:key:z6Mk/)
    .first()
    .textContent();
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Passphrase again').fill(PASSPHRASE);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download backup' }).click();
  const backup = await readFile(await (await downloading).path());

  const origin = new URL(page.url()).origin;
  await page.goto('about:blank');
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });

  await page.goto('/identity');
  await expect(page.getByText(mine ?? 'nobody')).toHaveCount(0);
  await page
    .getByLabel('Backup file')
    .setInputFiles({ name: 'identity.json', mimeType: 'application/json', buffer: backup });
  await page.getByLabel('Passphrase of the backup').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Restore from file' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace identity' }).click();
  await expect(page.getByText('This device now has the identity of the backup.')).toBeVisible();
  await expect(page.getByText(mine ?? 'nobody').first()).toBeVisible();

  await page.goto('/?q=source');
  await expect(page.getByRole('list', { name: 'Modules' })).toContainText(module.name, { timeout: 30_000 });
  await page.goto('/publish');
  await page.getByRole('textbox', { name: 'Module id' }).fill(module.id);
  await expect(page.getByText('This id is yours: you publish the next version.')).toBeVisible();
  await page.goto(`/m/${module.id}?tab=ratings`);
  await expect(page.getByText('Reads them all.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  await expect(page.getByRole('region', { name: 'On this device' })).toContainText('Installed 0.7.4');
});
