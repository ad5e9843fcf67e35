import { expect, publishes, test } from './world.ts';
import { module } from './real-module.ts';

test('the main job passes without SharedWorker, and with the leading tab closed midway', async ({
  person,
}) => {
  const alice = await person();
  const bob = await person();
  for (const { context } of [alice, bob]) {
    await context.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'SharedWorker');
    });
  }
  await publishes(alice.page, module);
  await expect(alice.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();

  await bob.page.goto('/');
  await expect(bob.page.getByRole('list', { name: 'Modules' })).toContainText(module.name);
  const second = await bob.context.newPage();
  await second.goto(`/m/${module.id}`);
  await expect(second.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
  expect(await second.evaluate(() => 'SharedWorker' in globalThis)).toBe(false);
  await bob.page.close();

  await second.getByRole('button', { name: 'Install', exact: true }).click();
  await expect(second.getByRole('button', { name: 'Uninstall' })).toBeVisible();
  await second.getByRole('tab', { name: 'Ratings' }).click();
  await second.getByRole('radio', { name: '3 stars' }).check({ force: true });
  await second.getByRole('button', { name: 'Submit rating' }).click();
  await alice.page.goto(`/m/${module.id}?tab=ratings`);
  await expect(alice.page.getByRole('tabpanel')).toContainText('3.0');
});
