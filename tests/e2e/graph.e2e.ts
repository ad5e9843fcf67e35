import type { Page } from '@playwright/test';
import { person as personAt } from '../support/person.ts';
import { isAccessible } from './accessible.ts';
import { expect, test } from './world.ts';

const id = (name: string): string => `io.example.${name}`;

/** app needs left and right, and both need base. */
async function publishDiamond(relay: string): Promise<void> {
  const alice = await personAt(relay);
  const modules: readonly [string, string, Readonly<Record<string, string>>][] = [
    ['base', '1.4.0', {}],
    ['left', '1.0.0', { base: '^1.3.0' }],
    ['right', '2.0.0', { base: '1.x' }],
    ['app', '2.1.0', { left: '^1.0.0', right: '*' }],
  ];
  for (const [name, version, needs] of modules) {
    const dependencies = Object.entries(needs).map(([need, range]) => ({ id: id(need), range }));
    const published = await alice.publishes({ id: id(name), name: `The ${name}`, version, dependencies });
    expect(published).toMatchObject({ state: 'receipted' });
  }
}

const list = (page: Page) => page.getByRole('list', { name: 'Dependencies' });
const drawing = (page: Page) => page.getByRole('application', { name: 'Drawing of the dependencies' });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

for (const { wide, width, height } of [
  { wide: 'on a desk', width: 1280, height: 800 },
  { wide: 'on a phone', width: 390, height: 844 },
]) {
  test(`what a module brings is listed and drawn, and the keyboard goes through the drawing, ${wide}`, async ({
    relay,
    person,
  }) => {
    await publishDiamond(relay.address);
    const { page } = await person();
    const faults: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.setViewportSize({ width, height });

    await page.goto(`/m/${id('app')}?tab=dependencies`);
    await expect(page.getByText('With it come 3 modules, at most 2 steps away.')).toBeVisible();
    await expect(list(page).getByRole('link')).toHaveText(['The left', 'The base', 'The right']);
    await expect(list(page)).toContainText('asked for by The left ^1.3.0, The right 1.x');
    await isAccessible(page, 'the list');

    await page.getByRole('button', { name: 'Drawing' }).click();
    await expect(list(page)).toBeHidden();
    const boxes = drawing(page).getByRole('link');
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(boxes).toHaveCount(4);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await isAccessible(page, `the drawing, ${colorScheme}`);
    }

    // One stop of Tab, on the module itself; arrows lead along the lines.
    await page.getByRole('button', { name: 'Show all' }).focus();
    await page.keyboard.press('Tab');
    await expect(boxes.filter({ hasText: 'this module' }).first()).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(boxes.filter({ hasText: 'The base' })).toBeFocused();
    await expect(boxes.filter({ hasText: 'The base' })).toHaveText(/1\.4\.0.*needed, 2 steps away/);
    await page.keyboard.press('Enter');

    await expect(heading(page, 'The base')).toBeVisible();
    await expect(page.getByText('None: 1.4.0 is installed alone.')).toBeVisible();
    expect(faults).toEqual([]);
  });
}

test('what is installed and needs a module is told on its page', async ({ relay, person }) => {
  await publishDiamond(relay.address);
  const { page } = await person();
  await page.goto(`/m/${id('app')}`);
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Install \d modules$/ })
    .click();
  await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible({ timeout: 30_000 });

  await page.goto(`/m/${id('base')}?tab=dependencies`);

  const dependents = page.getByRole('list', { name: 'Dependents' });
  await expect(dependents.getByRole('link')).toHaveText(['The left', 'The app', 'The right']);
  await expect(dependents).toContainText('needs The base ^1.3.0');
  // By the catalogue alone: also what is not installed.
  const needing = page.getByRole('list', { name: 'Modules that need it' });
  await expect(needing.getByRole('link')).toHaveText(['The left', 'The right']);
});
