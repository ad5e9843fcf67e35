import type { Locator, Page } from '@playwright/test';
import { person as publisherAt } from '../support/person.ts';
import { isAccessible } from './accessible.ts';
import { appIsStored, expect, test } from './world.ts';

const id = (name: string): string => `io.example.${name}`;

const installedVersions = (page: Page): Locator => page.getByRole('list', { name: 'Installed modules' });

async function expectInstalled(page: Page, versions: Readonly<Record<string, string>>): Promise<void> {
  const rows = installedVersions(page).getByRole('listitem');
  await expect(rows).toHaveCount(Object.keys(versions).length, { timeout: 20_000 });
  for (const [name, version] of Object.entries(versions)) {
    const row = rows.filter({ has: page.getByText(id(name), { exact: true }).first() }).filter({
      has: page.getByRole('link', { name, exact: true }),
    });
    await expect(row.locator('code').filter({ hasText: /^\d/ }).first()).toHaveText(version, {
      timeout: 20_000,
    });
  }
}

test('a diamond is planned and agreed to, a clash is explained and got out of, all is updated, and one goes back offline', async ({
  relay,
  person,
}) => {
  const alice = await publisherAt(relay.address);
  const publishes = (name: string, version: string, needs: Readonly<Record<string, string>> = {}) =>
    alice.publishes({
      id: id(name),
      name,
      version,
      dependencies: Object.entries(needs).map(([needed, range]) => ({ id: id(needed), range })),
    });
  for (const version of ['1.0.0', '1.1.0', '2.0.0']) await publishes('base', version);
  await publishes('left', '1.0.0', { base: '^1.0.0' });
  await publishes('right', '1.0.0', { base: '>=1.1.0' });
  await publishes('app', '1.0.0', { left: '^1.0.0', right: '^1.0.0' });
  await publishes('viewer', '1.0.0', { base: '^1.0.0' });
  await publishes('viewer', '2.0.0', { base: '^2.0.0' });

  const { page, context } = await person();
  const dialog = page.getByRole('dialog');

  await test.step('what the diamond brings is shown with versions and who needs it, before anything is done', async () => {
    await page.goto(`/m/${id('app')}`);
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await expect(dialog.getByRole('heading', { name: 'Install app?' })).toBeVisible();
    const lines = dialog.getByRole('list', { name: 'What changes' }).getByRole('listitem');
    await expect(lines).toHaveCount(4);
    await expect(lines.first()).toContainText(id('app'));
    await expect(lines.filter({ hasText: id('base') }).last()).toContainText('1.1.0');
    await expect(lines.filter({ hasText: `needed by ${id('left')}, ${id('right')}` })).toHaveCount(1);
    await isAccessible(page);
    await dialog.getByRole('button', { name: 'Leave it as it is' }).click();
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeHidden();
  });

  await test.step('a yes installs all of it, dependencies first', async () => {
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await dialog.getByRole('button', { name: 'Install 4 modules' }).click();
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible({ timeout: 30_000 });
    await page.goto('/installed');
    await expectInstalled(page, { app: '1.0.0', base: '1.1.0', left: '1.0.0', right: '1.0.0' });
  });

  await test.step('what cannot stand beside it is explained, and the offered way out taken', async () => {
    await page.goto(`/m/${id('viewer')}`);
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await expect(dialog.getByRole('heading', { name: 'These do not go together' })).toBeVisible();
    await expect(dialog.getByRole('list', { name: 'Why' })).toContainText(
      `${id('viewer')} ^2.0.0, which needs ${id('base')} ^2.0.0`,
    );
    await isAccessible(page);
    await dialog.getByRole('button', { name: `Take ${id('viewer')} 1.0.0` }).click();
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('region', { name: 'On this device' })).toContainText('Installed 1.0.0');
  });

  await test.step('all that has something newer is updated as one change', async () => {
    await publishes('base', '1.2.0');
    await publishes('left', '1.1.0', { base: '^1.2.0' });
    await page.goto('/installed');
    await page.getByRole('button', { name: 'Update all' }).click();
    const lines = dialog.getByRole('list', { name: 'What changes' }).getByRole('listitem');
    await expect(lines).toHaveCount(2);
    await dialog.getByRole('button', { name: 'Change 2 modules' }).click();
    await expectInstalled(page, {
      app: '1.0.0',
      base: '1.2.0',
      left: '1.1.0',
      right: '1.0.0',
      viewer: '1.0.0',
    });
  });

  await test.step('what is to be updated by itself is, once there is something newer', async () => {
    await publishes('app', '1.0.1', { left: '^1.0.0', right: '^1.0.0' });
    const box = page.getByRole('checkbox', { name: 'Update app by itself within ^1.0.0' });
    // Whether it is checked is told by the engine, a moment later.
    await box.click();
    await expect(box).toBeChecked();
    await expectInstalled(page, {
      app: '1.0.1',
      base: '1.2.0',
      left: '1.1.0',
      right: '1.0.0',
      viewer: '1.0.0',
    });
  });

  await test.step('with no network one goes back to the state before, and it stays', async () => {
    await appIsStored(page);
    await context.setOffline(true);
    const states = page.getByRole('list', { name: 'States, the newest first' });
    await expect(states.getByRole('button', { name: /Go back/ })).toHaveCount(3);
    await isAccessible(page);
    await states.getByRole('button', { name: 'Go back to state 2' }).click();
    await expect(dialog).toContainText('Nothing to download.');
    await dialog.getByRole('button', { name: 'Change 3 modules' }).click();
    const before = { app: '1.0.0', base: '1.1.0', left: '1.0.0', right: '1.0.0', viewer: '1.0.0' };
    await expectInstalled(page, before);
    await page.reload();
    await expectInstalled(page, before);
  });
});
