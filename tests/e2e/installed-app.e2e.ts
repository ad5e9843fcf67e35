import { module } from './real-module.ts';
import { appIsStored, expect, publishes, test } from './world.ts';

test('a link from outside leads to its module, and a bad one is told in a sentence', async ({ person }) => {
  const { page } = await person();
  await publishes(page, module);
  await expect(page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();

  await page.goto(`/open?link=${encodeURIComponent(`web+gen:${module.id}@${module.version}`)}`);
  await expect(page).toHaveURL(new RegExp(`/m/${module.id}\\?tab=versions#`));
  await expect(page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();

  await page.goto(`/open?link=${encodeURIComponent('web+gen:../settings')}`);
  await expect(page.getByRole('alert')).toContainText('This is no module id.');
  await page.getByRole('textbox', { name: 'Link or module id' }).fill(module.id);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
});

test('a file that another app shares is checked, without a network too', async ({ person, relay }) => {
  const { page, context } = await person();
  await page.goto('/');
  await appIsStored(page);
  await page.reload();
  await context.setOffline(true);
  await relay.stop();

  // As the system does it: a form is posted, and the service worker answers.
  const system = await context.newPage();
  const form = `<form method="post" enctype="multipart/form-data" action="${relay.address}/share">`;
  await system.setContent(
    `${form}<input name="title" value="A module"><input type="file" name="files"><button>Share</button>`,
  );
  const buffer = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  const shared = { name: 'shared.wasm', mimeType: 'application/wasm', buffer };
  await system.locator('[type=file]').setInputFiles(shared);
  await system.getByRole('button', { name: 'Share' }).click();

  await expect(system).toHaveURL(/\/check$/);
  await expect(system.getByText('shared.wasm').first()).toBeVisible();
  await expect(system.getByRole('button', { name: /Publish this module/ })).toBeVisible();
  await system.goto(`${relay.address}/open?shared=file`);
  await expect(system.getByRole('alert')).toContainText('No file was shared, or it was taken already.');
});
