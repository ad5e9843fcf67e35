import type { Page } from '@playwright/test';
import { appIsStored, expect, test } from './world.ts';

test.use({ samples: true });

async function asksFor(page: Page, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    await page.goto(address);
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await expect(page.getByRole('region', { name: 'On this device' })).toContainText('Queued');
  }
}

test('what waits is put in another order by the keyboard, which keeps its place, and stays so', async ({
  relay,
  person,
}) => {
  const { page, context } = await person();
  await page.goto('/');
  const modules = page.getByRole('list', { name: 'Recently updated' }).getByRole('link');
  // The first catalogue of a new device, while the relay still publishes its samples.
  await expect(modules).toHaveCount(6, { timeout: 30_000 });
  const links = await modules.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  await appIsStored(page);
  await context.setOffline(true);
  await relay.stop();
  await asksFor(page, links.slice(0, 3));

  await page.goto('/activity');
  const rows = page.getByRole('list', { name: 'Waiting' }).getByRole('listitem');
  const last = rows.nth(2);
  await expect(rows).toHaveCount(3);
  const asked = links.slice(0, 3).map((link) => decodeURIComponent(link.replace('/m/', '')));
  // What is being tried stands first; without a network that is over soon.
  await expect(rows.getByRole('link')).toHaveText(asked);
  await expect(rows.getByRole('button', { name: /^Move up/ })).toHaveCount(3);
  await last.getByRole('button', { name: /^Move up/ }).focus();
  await page.keyboard.press('Enter');
  const [first = '', second = '', third = ''] = asked;
  await expect(rows.getByRole('link')).toHaveText([first, third, second]);
  await expect(rows.nth(1).getByRole('button', { name: /^Move up/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows.getByRole('link')).toHaveText([third, first, second]);
  await expect(rows.nth(0).getByRole('button', { name: /^Move up/ })).toBeFocused();

  await page.reload();
  await expect(rows.getByRole('link')).toHaveText([third, first, second]);
  await rows
    .nth(2)
    .getByRole('button', { name: /^Cancel/ })
    .click();
  await expect(rows).toHaveCount(2);
});

test('a press of Install outlives a reload while its plan is made', async ({ relay, person }) => {
  const { page } = await person();
  await page.goto('/');
  const modules = page.getByRole('list', { name: 'Recently updated' }).getByRole('link');
  await expect(modules).toHaveCount(6, { timeout: 30_000 });
  await appIsStored(page);
  // It answers nothing for a while: the module's records are awaited.
  relay.child.kill('SIGSTOP');
  await modules.first().click();
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('Reading what it needs');

  // Without a relay the page comes from the service worker, once that has it.
  await appIsStored(page);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  relay.child.kill('SIGCONT');

  await expect(page.getByRole('region', { name: 'On this device' })).toContainText('Installed', {
    timeout: 60_000,
  });
});
