import type { Page } from '@playwright/test';
import { person as publisherAt } from '../support/person.ts';
import { isAccessible } from './accessible.ts';
import { appIsStored, expect, test } from './world.ts';

const id = (name: string): string => `io.example.${name}`;

/** As if everything on this device had been done so many days earlier, while no engine of it runs. */
async function agesBy(page: Page, days: number): Promise<void> {
  await page.evaluate(
    async (span) => {
      const opening = indexedDB.open('gen-registry');
      const database = await new Promise<IDBDatabase>((done, failed) => {
        opening.addEventListener('success', () => done(opening.result));
        opening.addEventListener('error', () => failed(opening.error ?? new Error('not opened')));
      });
      const transaction = database.transaction(['sets', 'uses', 'settings'], 'readwrite');
      const rows = <Row>(table: string): Promise<Row[]> =>
        new Promise((done) => {
          const asking = transaction.objectStore(table).getAll();
          asking.addEventListener('success', () => done(asking.result as Row[]));
        });
      for (const row of await rows<{ generation: { at: number; releases: { installedAt: number }[] } }>(
        'sets',
      )) {
        row.generation.at -= span;
        for (const release of row.generation.releases) release.installedAt -= span;
        transaction.objectStore('sets').put(row);
      }
      for (const row of await rows<{ openedAt?: number; usedAt?: number }>('uses')) {
        if (row.openedAt !== undefined) row.openedAt -= span;
        if (row.usedAt !== undefined) row.usedAt -= span;
        transaction.objectStore('uses').put(row);
      }
      transaction.objectStore('settings').put({ key: 'uses-counted-since', value: Date.now() * 1000 - span });
      await new Promise((done) => transaction.addEventListener('complete', done));
      database.close();
    },
    days * 24 * 3_600_000_000,
  );
}

test('what nobody used for ninety days is removed and told of, and comes back without a network', async ({
  relay,
  person,
}) => {
  const alice = await publisherAt(relay.address);
  const publishes = (name: string, needs: Readonly<Record<string, string>> = {}) =>
    alice.publishes({
      id: id(name),
      name,
      version: '1.0.0',
      dependencies: Object.entries(needs).map(([needed, range]) => ({ id: id(needed), range })),
    });
  await publishes('base');
  await publishes('left', { base: '^1.0.0' });
  await publishes('app');

  const { page, context } = await person();
  const rows = page.getByRole('list', { name: 'Installed modules' }).getByRole('listitem');
  const notice = page.getByRole('region', { name: 'Clean-up' });

  await test.step('two are installed, and one updates by itself', async () => {
    const isThere = () =>
      expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible({ timeout: 30_000 });
    await page.goto(`/m/${id('app')}`);
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await isThere();
    await page.goto(`/m/${id('left')}`);
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Install 2 modules' }).click();
    await isThere();
    await page.goto('/installed');
    await expect(rows).toHaveCount(3);
    await expect(rows.filter({ hasText: id('app') })).toContainText('looked at just now');
    await page.getByRole('checkbox', { name: 'Update left by itself within ^1.0.0' }).click();
    await expect(page.getByRole('checkbox', { name: 'Update left by itself within ^1.0.0' })).toBeChecked();
  });

  await test.step('what it takes is told by module', async () => {
    const storage = page.getByRole('list', { name: 'Storage by module, the largest first' });
    await expect(storage.getByRole('listitem')).toHaveCount(4);
    await expect(storage).toContainText('The rest');
    await isAccessible(page);
  });

  await test.step('a hundred days later the next start removes what was not used since, and says so', async () => {
    await page.goto(`${relay.address}/robots.txt`);
    await agesBy(page, 100);
    await page.goto(`/m/${id('app')}`);
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible({ timeout: 30_000 });
    await page.goto('/installed');
    await expect(notice).toContainText('left was removed: unused for 90 days', { timeout: 30_000 });
    await expect(notice).toContainText('with 1 module that only it needed');
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(id('app'));
    await isAccessible(page);
  });

  await test.step('with no network it comes back as it was', async () => {
    await appIsStored(page);
    await context.setOffline(true);
    await notice.getByRole('button', { name: 'Undo' }).click();
    await expect(rows).toHaveCount(3, { timeout: 20_000 });
    await expect(notice).toBeHidden();
    await expect(page.getByRole('checkbox', { name: 'Update left by itself within ^1.0.0' })).toBeChecked();
    await page.reload();
    await expect(rows).toHaveCount(3);
  });

  await test.step('how soon that happens is a choice', async () => {
    await page.goto('/settings');
    const choice = page.getByRole('combobox', { name: 'Remove what is unused' });
    await expect(choice).toHaveValue('After 90 days');
    await choice.selectOption('Never');
    await expect(choice).toHaveValue('Never');
    await page.reload();
    await expect(choice).toHaveValue('Never');
    await isAccessible(page);
  });
});

test('the browser is asked to keep the storage right after the first install, and once', async ({
  relay,
  person,
}) => {
  const alice = await publisherAt(relay.address);
  for (const name of ['app', 'base']) await alice.publishes({ id: id(name), name, version: '1.0.0' });
  const { page, context } = await person();
  const asked: string[] = [];
  await context.exposeFunction('wasAsked', (at: string) => void asked.push(new URL(at).pathname));
  await context.addInitScript(() => {
    StorageManager.prototype.persist = async () => {
      await (globalThis as unknown as { wasAsked(at: string): Promise<void> }).wasAsked(location.href);
      return false;
    };
  });
  await page.goto('/installed');
  await expect(page.getByRole('region', { name: 'Storage' })).toContainText('The browser may clear it');
  expect(asked).toEqual([]);

  for (const name of ['app', 'base']) {
    await page.goto(`/m/${id(name)}`);
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible({ timeout: 30_000 });
  }
  expect(asked).toEqual([`/m/${id('app')}`]);

  await page.goto('/installed');
  await page.getByRole('button', { name: 'Keep it even then' }).click();
  await expect(page.getByText('The browser does not promise that yet.')).toBeVisible();
  expect(asked).toEqual([`/m/${id('app')}`, '/installed']);
});
