import type { Page } from '@playwright/test';
import { isAccessible } from './accessible.ts';
import { module } from './real-module.ts';
import { appIsStored, expect, publishes, test } from './world.ts';

test.use({ samples: true });

const modulesOn = (page: Page) => page.getByRole('list', { name: 'Modules', exact: true });
/** The first catalogue of a new device, while the relay still publishes its samples. */
const AT_FIRST = { timeout: 30_000 };
const searchBox = (page: Page) => page.getByRole('searchbox', { name: 'Search modules' });

test('the start page leads into the catalogue, and every choice stands in the address', async ({
  person,
}) => {
  const { page } = await person();

  await test.step('sections and ways in, and a list of everything', async () => {
    await page.goto('/');
    await expect(page.getByRole('list', { name: 'Recently updated' }).getByRole('listitem')).toHaveCount(
      6,
      AT_FIRST,
    );
    await expect(page.getByText(/\b31 modules to search/)).toBeVisible(AT_FIRST);
    await page.getByRole('list', { name: 'Types' }).getByRole('link', { name: /^tool/ }).click();
    await expect(page).toHaveURL(/\?type=tool$/);
    await expect(page.getByRole('group', { name: 'Type' }).getByLabel('tool')).toBeChecked();
    // The link went away with the start page, and the focus with it.
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await page.goBack();
    await page.getByRole('link', { name: 'See all 31 modules' }).click();
    await expect(modulesOn(page).getByRole('listitem')).toHaveCount(31);
  });

  await test.step('typing replaces, choosing pushes, and Back takes a choice back', async () => {
    await searchBox(page).fill('image');
    await expect(page).toHaveURL(/\?q=image$/);
    await expect(modulesOn(page)).toHaveAttribute('data-query', 'image');
    const all = await modulesOn(page).getByRole('listitem').count();
    await page.getByRole('group', { name: 'Tags' }).getByLabel('codec').check();
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption('name');
    await expect(page).toHaveURL(/\?q=image&tag=codec&sort=name$/);
    await expect.poll(() => modulesOn(page).getByRole('listitem').count()).toBeLessThan(all);
    await page.reload();
    await expect(searchBox(page)).toHaveValue('image');
    await expect(page.getByRole('combobox', { name: 'Sort by' })).toHaveValue('name');
    await isAccessible(page);
    await page.goBack();
    await page.goBack();
    await expect(page).toHaveURL(/\?q=image$/);
    await expect(page.getByRole('group', { name: 'Tags' }).getByLabel('codec')).not.toBeChecked();
    await expect(modulesOn(page).getByRole('listitem')).toHaveCount(all);
  });

  await test.step('a chosen filter is taken away with the keyboard, and the focus stays near', async () => {
    await page.goto('/?tag=image&licence=MIT&nonsense=1&type=none');
    const chips = page.getByRole('list', { name: 'Chosen filters' });
    await expect(chips.getByRole('button', { name: /^Remove filter/ })).toHaveCount(2);
    await chips.getByRole('button', { name: 'Remove filter #image' }).press('Enter');
    await expect(chips.getByRole('button', { name: 'Remove filter MIT' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(searchBox(page)).toBeFocused();
    await expect(page.getByRole('list', { name: 'Recently updated' })).toBeVisible();
  });

  await test.step('what cannot be read of a search is said, and the tips show how', async () => {
    await searchBox(page).fill('colour:red image');
    await expect(page.getByRole('list', { name: 'About this search' })).toContainText('“colour:red”');
    await page.getByRole('button', { name: 'Search tips' }).click();
    await isAccessible(page);
    await page.getByRole('button', { name: 'needs:nothing' }).click();
    await expect(searchBox(page)).toHaveValue('needs:nothing');
    await expect(modulesOn(page).getByRole('listitem').first()).toContainText('Needs nothing');
  });
});

test('a saved search survives a reload without a network, and is renamed and removed with an undo', async ({
  relay,
  person,
}) => {
  const { page, context } = await person();
  const saved = page.getByRole('list', { name: 'Saved searches' });
  await page.goto('/?q=parser&needs=env');
  await expect(page.getByText(/\b31 modules to search/)).toBeVisible(AT_FIRST);
  await page.getByRole('button', { name: 'Save this search' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this search' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('parser, A C host');
  await isAccessible(page);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Parsers in C');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  await appIsStored(page);
  await relay.stop();
  await context.setOffline(true);
  await page.reload();
  await expect(searchBox(page)).toHaveValue('parser');
  await expect(modulesOn(page).getByRole('listitem').first()).toBeVisible();
  await page.goto('/');
  await saved.getByRole('link', { name: 'Parsers in C' }).click();
  await expect(page).toHaveURL(/\?q=parser&needs=env$/);

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Go to anything' }).fill('in c');
  await expect(page.getByRole('option', { name: 'Parsers in C' })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.goto('/');
  await saved.getByRole('button', { name: 'Rename Parsers in C' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('C parsers');
  await page.keyboard.press('Enter');
  await expect(saved.getByRole('link')).toHaveText(['C parsers']);
  await saved.getByRole('button', { name: 'Remove C parsers' }).click();
  await expect(saved).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(saved.getByRole('link', { name: 'C parsers' })).toBeVisible();
});

test('modules are compared side by side, from rows, by address and by a search', async ({ person }) => {
  const { page } = await person();
  await page.goto('/?q=tree-sitter');
  await expect(page.getByText(/\b31 modules to search/)).toBeVisible(AT_FIRST);
  await modulesOn(page).getByRole('checkbox', { name: 'Compare Tree-sitter runtime' }).check();
  await modulesOn(page).getByRole('checkbox', { name: 'Compare Tree-sitter TypeScript' }).check();
  const bar = page.getByRole('region', { name: 'Compare modules' });
  await expect(bar.getByRole('listitem')).toHaveCount(2);
  await isAccessible(page);
  await bar.getByRole('link', { name: 'Compare 2' }).click();

  const table = page.getByRole('table', { name: '2 modules side by side' });
  await expect(page).toHaveURL(/\/compare\?id=.+&id=.+$/);
  await expect(table.getByRole('rowheader', { name: /^Size.*differs/ })).toBeVisible();
  await expect(table.getByRole('rowheader', { name: /^License$/ })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Only what differs' }).check();
  await expect(table.getByRole('rowheader', { name: 'License' })).toHaveCount(0);
  await isAccessible(page);

  await page.getByRole('button', { name: 'Add a module' }).click();
  await page.getByRole('combobox', { name: 'Add a module' }).fill('sqlite');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('columnheader', { name: /SQLite/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a module' })).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await isAccessible(page);
  await page.getByRole('button', { name: 'Remove SQLite' }).click();
  await expect(page.getByRole('columnheader', { name: /SQLite/ })).toHaveCount(0);
});

test('on a phone the filters are a sheet over the results', async ({ person }) => {
  const { page } = await person();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/?sort=recent');
  await expect(page.getByText(/\b31 modules to search/)).toBeVisible(AT_FIRST);
  await page.getByRole('button', { name: 'Filters' }).click();
  const sheet = page.getByRole('dialog', { name: 'Filters' });
  await isAccessible(page);
  await sheet.getByLabel('knowledge').check();
  await sheet.getByRole('button', { name: 'Show 3 modules' }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('button', { name: 'Filters (1)' })).toBeFocused();
  await expect(modulesOn(page).getByRole('listitem')).toHaveCount(3);
  await isAccessible(page);
});

test('a new version of what is installed comes first, and a module leads to others like it', async ({
  person,
}) => {
  const alice = await person();
  const bob = await person();
  await publishes(alice.page, module);
  await expect(alice.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
  await bob.page.goto(`/m/${module.id}`);
  await bob.page.getByRole('button', { name: 'Install', exact: true }).click();
  await expect(bob.page.getByRole('button', { name: 'Uninstall' })).toBeVisible({ timeout: 30_000 });
  await bob.page.goto('/');
  await expect(bob.page.getByRole('list', { name: 'Recently updated' })).toContainText(module.name);
  await expect(bob.page.getByRole('list', { name: 'New versions' })).toHaveCount(0);

  await publishes(alice.page, { ...module, version: '99.0.0' });
  await expect(bob.page.getByRole('list', { name: 'New versions' })).toContainText('Update available', {
    timeout: 90_000,
  });
  await bob.page.getByRole('link', { name: 'See all 1' }).click();
  await expect(modulesOn(bob.page).getByRole('listitem')).toHaveCount(1);

  await bob.page.goto(`/m/${module.id}?tab=dependencies`);
  await bob.page.getByRole('list', { name: 'Exported functions' }).getByRole('link').first().click();
  await expect(bob.page).toHaveURL(/\?q=export/);
  await expect(modulesOn(bob.page)).toContainText(module.name);
  await bob.page.goto('/settings');
  const interval = bob.page.getByRole('combobox', { name: 'Show what others publish' });
  await interval.selectOption('At once');
  await expect(interval).toHaveValue('At once');
  await bob.page.reload();
  await expect(interval).toHaveValue('At once');
});

test('on a phone a readme is drawn when it comes into sight, and Back finds the place in it', async ({
  person,
}) => {
  const { page } = await person();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/m/io.github.microsoft.tree-sitter');
  const panel = page.getByRole('tabpanel', { name: 'Readme' });
  await expect(page.getByRole('button', { name: 'Install', exact: true })).toBeEnabled(AT_FIRST);
  await panel.scrollIntoViewIfNeeded();
  await expect(panel.getByRole('heading', { name: 'Exports' })).toBeAttached();
  await page.evaluate(() => scrollTo(0, 1500));
  await expect.poll(() => page.evaluate(() => Math.round(scrollY))).toBe(1500);
  await page.getByRole('link', { name: 'Installed' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Installed' })).toBeVisible();
  await page.goBack();
  await expect.poll(() => page.evaluate(() => Math.round(scrollY))).toBe(1500);
});
