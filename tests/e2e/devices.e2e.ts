import type { Page } from '@playwright/test';
import { module, second as other } from './real-module.ts';
import { expect, publishes, test } from './world.ts';

const REASON = 'Left on a train';

/** A registry that is busy takes its time. */
const SLOW = { timeout: 60_000 };

async function identityOf(page: Page): Promise<string> {
  await page.goto('/identity');
  const did = page.getByText(/^did:key:z\w{40,}$/).first();
  await expect(did).toBeVisible();
  return (await did.textContent()) ?? '';
}

async function isPublished(page: Page, version: string): Promise<void> {
  // The form is left once everything is stored.
  await page.waitForURL(/\/m\//, SLOW);
  await page.goto('/activity');
  const row = page
    .getByRole('region', { name: 'Activity' })
    .getByRole('listitem')
    .filter({ hasText: version });
  await expect(row).toContainText('Published', SLOW);
}

test('a second device signs as the same person until it is cut off', async ({ person }) => {
  const main = await person();
  const laptop = await person();
  const reader = await person();
  let me = '';
  let link = '';
  let key = '';

  await test.step('somebody publishes on the device where their key was made', async () => {
    await publishes(main.page, module);
    await isPublished(main.page, module.version);
    me = await identityOf(main.page);
    await publishes(reader.page, other);
    await isPublished(reader.page, other.version);
  });

  await test.step('another device of theirs asks to sign for them, and shows a code', async () => {
    expect(await identityOf(laptop.page)).not.toBe(me);
    await laptop.page
      .getByRole('button', { name: 'Use an identity that you have on another device…' })
      .click();
    const dialog = laptop.page.getByRole('dialog');
    await expect(dialog).toContainText('has no backup');
    await dialog.getByRole('textbox', { name: 'Name of this device' }).fill('Laptop');
    await dialog.getByRole('button', { name: 'Show the code' }).click();
    link = await dialog.getByRole('textbox', { name: 'Link for your other device' }).inputValue();
    key = (await dialog.getByText(/^(\w{4} ){3}\w{4}$/).textContent()) ?? '';
    await expect(dialog).toContainText('Waiting for the other device');
  });

  await test.step('the first one opens it, sees the same key, and lets it in', async () => {
    await main.page.goto(link);
    const dialog = main.page.getByRole('dialog', { name: 'Add “Laptop” to your devices?' });
    await expect(dialog).toContainText(key);
    expect(new URL(main.page.url()).hash).toBe('');
    await dialog.getByRole('button', { name: 'Add this device' }).click();
    const added = main.page.getByRole('dialog', { name: '“Laptop” is added' });
    await expect(added).toContainText('sees it by itself', SLOW);
    await added.getByRole('button', { name: 'Done' }).click();
    await expect(main.page.getByRole('list', { name: 'Devices' }).getByRole('listitem')).toHaveCount(2);
  });

  await test.step('the new one sees whose it would be, and is theirs after a yes', async () => {
    const dialog = laptop.page.getByRole('dialog', { name: 'Sign for this person from now on?' });
    await expect(dialog).toContainText(me, SLOW);
    await expect(dialog).toContainText(module.id);
    await dialog.getByRole('button', { name: 'Replace my identity' }).click();
    await expect(dialog).toBeHidden(SLOW);
    await expect(laptop.page.getByRole('main')).toContainText(me);
    await expect(laptop.page.getByRole('list', { name: 'Devices' })).toContainText('This device', SLOW);
    await expect(laptop.page.getByRole('button', { name: 'Add a device…' })).toHaveCount(0);
    await expect(laptop.page.getByRole('button', { name: 'Download backup' })).toHaveCount(0);
  });

  await test.step('it publishes the next version of their module, and rates', async () => {
    await publishes(laptop.page, { ...module, version: '1.1.0' });
    await isPublished(laptop.page, '1.1.0');
    await laptop.page.goto(`/m/${other.id}?tab=ratings`);
    await laptop.page.getByRole('radio', { name: '4 stars' }).check({ force: true });
    await laptop.page.getByRole('button', { name: 'Submit rating' }).click();
    await expect(laptop.page.getByText('Your rating is stored on this device.')).toBeVisible();
    await laptop.page.goto('/activity');
    await expect(laptop.page.getByRole('region', { name: 'Activity' })).toContainText('Counted', SLOW);
  });

  await test.step('for others both releases are the owner’s, from two devices', async () => {
    await reader.page.goto(`/m/${module.id}?tab=versions`);
    const versions = reader.page.getByRole('list', { name: 'Versions' }).getByRole('listitem');
    await expect(versions).toHaveCount(2, SLOW);
    await expect(versions.first()).toContainText('from Laptop', SLOW);
    await reader.page.getByRole('tab', { name: 'Trust' }).click();
    await expect(reader.page.getByRole('list', { name: 'Chain of trust' })).toContainText(
      'Device of the owner',
    );
    await expect(reader.page.getByText('The owner alone.')).toBeVisible();
    await reader.page.getByText('The owner’s devices (2)').click();
    await expect(reader.page.getByRole('list', { name: 'The owner’s devices' })).toContainText('Laptop');
    await reader.page.goto(`/m/${other.id}?tab=ratings`);
    await expect(reader.page.getByRole('list', { name: 'Reviews' })).toContainText(me.slice(-6), SLOW);
  });

  await test.step('the first device cuts it off', async () => {
    await main.page.goto('/identity');
    await main.page.getByRole('button', { name: 'Cut off Laptop' }).click();
    await main.page.getByRole('textbox', { name: 'Reason' }).fill(REASON);
    await main.page.getByRole('button', { name: 'Cut off', exact: true }).click();
    await main.page.getByText('Cut off (1)').click();
    await expect(main.page.getByRole('list', { name: 'Devices that were cut off' })).toContainText(REASON);
    await main.page.goto('/activity');
    const row = main.page.getByRole('listitem').filter({ hasText: 'Cut off “Laptop”' });
    await expect(row).toContainText('Known', SLOW);
  });

  await test.step('what it publishes next is refused with a sentence that says why; what it did stands', async () => {
    await publishes(laptop.page, { ...module, version: '1.2.0' });
    await expect(laptop.page.getByRole('main')).toContainText(REASON, SLOW);
    await laptop.page.goto('/identity');
    await expect(laptop.page.getByRole('alert')).toContainText('This device was cut off', SLOW);
    await reader.page.goto(`/m/${module.id}?tab=versions`);
    await expect(reader.page.getByRole('tabpanel')).toContainText('1.1.0');
    await expect(reader.page.getByRole('tabpanel')).not.toContainText('1.2.0');
  });
});
