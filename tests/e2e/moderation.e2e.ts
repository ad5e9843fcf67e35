import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { isAccessible } from './accessible.ts';
import { module } from './real-module.ts';
import { expect, publishes, test } from './world.ts';

const run = promisify(execFile);
const REASON = 'It sends your files to a server';

async function identityOf(page: Page): Promise<string> {
  await page.goto('/identity');
  const did = page.getByText(/^did:key:z\w{40,}$/).first();
  await expect(did).toBeVisible();
  return (await did.textContent()) ?? '';
}

test('a moderation list hides for whoever follows it, says by whom and why, and deletes nothing', async ({
  person,
}) => {
  const publisher = await person();
  const alice = await person();
  const bob = await person();
  const page = `/m/${module.id}`;
  const listed = alice.page.getByRole('list', { name: 'Modules' }).getByRole('listitem');
  const heading = alice.page.getByRole('heading', { level: 1 });

  await publishes(publisher.page, module);
  await expect(publisher.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
  const did = await identityOf(bob.page);

  await test.step('Bob reports the module, with the keyboard alone', async () => {
    await bob.page.goto(page);
    await bob.page.getByRole('button', { name: 'Report this module' }).focus();
    await bob.page.keyboard.press('Enter');
    const dialog = bob.page.getByRole('dialog', { name: 'Report this module' });
    await expect(dialog).toContainText('a report is public and signed in your name');
    await isAccessible(bob.page);
    await dialog.getByRole('radio', { name: 'It does harm' }).focus();
    await bob.page.keyboard.press('Space');
    await bob.page.keyboard.press('Tab');
    await bob.page.keyboard.type(REASON);
    await bob.page.keyboard.press('Tab');
    await bob.page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(bob.page.getByRole('button', { name: 'Report this module' })).toBeFocused();
    await bob.page.goto('/activity');
    await expect(bob.page.getByRole('region', { name: 'Activity' })).toContainText('Reported');
  });

  await test.step('the moderators find it, and Bob hides the module on his own list', async () => {
    await bob.page.goto('/moderation');
    const inbox = bob.page.getByRole('list', { name: 'Modules with reports' });
    await inbox.getByText(module.id).click();
    await expect(inbox).toContainText(REASON);
    await inbox.getByRole('button', { name: `Hide ${module.id}` }).click();
    const dialog = bob.page.getByRole('dialog', { name: 'Hide this module?' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(REASON);
    await dialog.getByRole('button', { name: 'Hide' }).click();
    await expect(bob.page.getByRole('list', { name: 'Your own list' })).toContainText(module.id);
    await expect(inbox).toContainText('Hidden by you');
    await isAccessible(bob.page);
    await bob.page.goto('/activity');
    await expect(bob.page.getByRole('region', { name: 'Activity' })).toContainText('On your list');
  });

  await test.step('Alice sees it still, until she follows Bob', async () => {
    await alice.page.goto('/');
    await expect(listed).toHaveCount(1);
    await alice.page.goto('/moderation');
    await alice.page.getByRole('textbox', { name: 'Identity of the moderator' }).fill(did);
    await alice.page.getByRole('button', { name: 'Follow', exact: true }).click();
    const lists = alice.page.getByRole('list', { name: 'Lists that count here' });
    await expect(lists.getByRole('listitem')).toHaveCount(3);
    await expect(lists).toContainText('Hides 1 module');
  });

  await test.step('then it is left out, and counted; an address shows it all the same', async () => {
    await alice.page.goto('/');
    await expect(alice.page.getByRole('main')).toContainText('1 hidden by moderation');
    await expect(listed).toHaveCount(0);
    await isAccessible(alice.page);
    await alice.page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(listed).toContainText('Hidden');
    expect(new URL(alice.page.url()).search).toBe('?showHidden=true');
    await alice.page.getByRole('button', { name: 'Leave out again' }).click();
    await expect(listed).toHaveCount(0);
  });

  await test.step('its page says who and why before anything else, and shows it to who wants it', async () => {
    await alice.page.goto(page);
    await expect(heading).toHaveText('This module is hidden here');
    await expect(alice.page.getByRole('main')).toContainText(`“${REASON}”`);
    await isAccessible(alice.page);
    await alice.page.getByRole('button', { name: 'Show anyway' }).click();
    await expect(heading).toHaveText(module.name);
    await expect(heading).toBeFocused();
  });

  await test.step('it is installed only after a yes', async () => {
    await alice.page.getByRole('button', { name: 'Install', exact: true }).click();
    const dialog = alice.page.getByRole('dialog', { name: 'Install what is hidden here?' });
    await expect(dialog).toContainText(REASON);
    await isAccessible(alice.page);
    await alice.page.keyboard.press('Escape');
    await expect(alice.page.getByRole('button', { name: 'Uninstall' })).toBeHidden();
    await alice.page.getByRole('button', { name: 'Install', exact: true }).click();
    await dialog.getByRole('button', { name: 'Install anyway' }).click();
    await expect(alice.page.getByRole('button', { name: 'Uninstall' })).toBeVisible();
    await alice.page.goto('/installed');
    await expect(alice.page.getByRole('list', { name: 'Installed modules' })).toContainText(REASON);
    await isAccessible(alice.page);
  });

  await test.step('whoever is no longer followed hides nothing', async () => {
    await alice.page.goto('/moderation');
    await alice.page.getByRole('button', { name: /^Unfollow did:key/ }).click();
    await expect(alice.page.getByText('is shown here again')).toBeVisible();
    await expect(alice.page.getByRole('button', { name: 'Dismiss' })).toBeVisible();
    await isAccessible(alice.page);
    await alice.page.goto('/');
    await expect(listed).toHaveCount(1);
    await alice.page.goto(page);
    await expect(heading).toHaveText(module.name);
  });
});

test('an admin hides a review for everybody: its text gives way to who and why, its stars still count', async ({
  relay,
  person,
}) => {
  const publisher = await person();
  const admin = await person();
  const reader = await person();
  const ratings = `/m/${module.id}?tab=ratings`;
  const REVIEW = 'Buy my own module instead';
  const reviews = reader.page.getByRole('list', { name: 'Reviews' });

  await publishes(publisher.page, module);
  await expect(publisher.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
  const did = await identityOf(admin.page);
  const cli = ['src/cli/main.ts', '--json', '--data', relay.folder, '--relay', relay.address];
  const { stdout } = await run(process.execPath, [...cli, 'relay', 'admin', '--to', did]);

  await test.step('the owner of the registry makes somebody an admin', async () => {
    const { links } = JSON.parse(stdout) as { links: string[] };
    for (const [before, link] of links.entries()) {
      await admin.page.goto(link);
      await admin.page.getByRole('button', { name: 'Take in' }).click();
      const held = admin.page.getByRole('list', { name: 'Permissions' }).getByRole('listitem');
      await expect(held.filter({ hasText: 'May' })).toHaveCount(before + 1);
    }
  });

  await test.step('a review is reported, and the report changed', async () => {
    await publisher.page.goto(ratings);
    await publisher.page.getByRole('radio', { name: '1 star' }).click();
    await publisher.page.getByRole('textbox', { name: 'Review' }).fill(REVIEW);
    await publisher.page.getByRole('button', { name: 'Submit rating' }).click();
    await reader.page.goto(ratings);
    await expect(reviews).toContainText(REVIEW);
    const report = reader.page.getByRole('button', { name: /^Report the review by/ });
    await report.click();
    const dialog = reader.page.getByRole('dialog', { name: 'Report this review' });
    await dialog.getByRole('button', { name: 'Send report' }).click();
    await expect(dialog).toContainText('Choose what is wrong.');
    await dialog.getByRole('radio', { name: 'Something else', exact: true }).click();
    await dialog.getByRole('button', { name: 'Send report' }).click();
    await expect(dialog).toBeHidden();
    await report.click();
    await expect(dialog).toContainText('You reported this');
    await dialog.getByRole('radio', { name: 'Spam' }).click();
    await dialog.getByRole('button', { name: 'Change report' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('the admin finds it and hides the review in the name of the registry', async () => {
    await admin.page.goto('/moderation');
    const inbox = admin.page.getByRole('list', { name: 'Modules with reports' });
    await expect(inbox).toContainText('1 report');
    await inbox.getByText(module.id).click();
    await expect(inbox).toContainText('Spam');
    await inbox.getByRole('button', { name: /^Hide the review by/ }).click();
    const dialog = admin.page.getByRole('dialog', { name: 'Hide this review?' });
    await dialog.getByRole('radio', { name: /^In the name of this registry/ }).click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Advertising');
    await isAccessible(admin.page);
    await dialog.getByRole('button', { name: 'Hide' }).click();
    await expect(inbox).toContainText('Hidden by an admin of this registry, you,');
  });

  await test.step('whoever reads sees who hid it, and the text when they want to', async () => {
    await expect(reviews).toContainText('“Advertising”');
    await expect(reviews).not.toContainText(REVIEW);
    await expect(reviews).toContainText('1 star');
    await isAccessible(reader.page);
    await reviews.getByRole('button', { name: 'Show' }).click();
    await expect(reviews).toContainText(REVIEW);
  });

  await test.step('the admin takes it back, and it is there again', async () => {
    await admin.page.getByRole('button', { name: /^Take back that the review/ }).click();
    await expect(reviews).not.toContainText('Hidden by');
    await expect(reviews).toContainText(REVIEW);
  });
});

test.describe('with the starter catalogue', () => {
  test.use({ samples: true });

  test('what an install needs and is hidden is asked about before it counts', async ({ person }) => {
    const { page } = await person();
    const needed = 'io.github.jamsinclair.png';
    await page.goto(`/m/${needed}`);
    await page.getByRole('button', { name: 'Hide this module' }).click();
    const hide = page.getByRole('dialog', { name: 'Hide this module?' });
    await hide.getByRole('button', { name: 'Hide' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This module is hidden here');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

    await page.goto('/m/io.github.jamsinclair.oxipng');
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Install \d modules$/ })
      .click();
    await page.getByRole('button', { name: 'Install anyway…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Install what is hidden here?' });
    await expect(dialog).toContainText(needed);
    await dialog.getByRole('button', { name: 'Install anyway' }).click();
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible();
  });
});
