import { readFileSync } from 'node:fs';
import { module } from './real-module.ts';
import { expect, publishes, test } from './world.ts';

const wasm = readFileSync(module.file);
const file = (name: string, content: Buffer) => ({ name, mimeType: 'application/wasm', buffer: content });

test('what cannot be published is said in a sentence, and nothing typed is lost', async ({ person }) => {
  const alice = await person();
  await publishes(alice.page, module);
  await expect(alice.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();

  const { page } = await person();
  await page.goto('/publish');
  const choose = page.getByLabel('WASM file');
  await choose.setInputFiles(file('words.wasm', Buffer.from('not a module at all')));
  await expect(page.getByText(/bad-magic|magic/i).first()).toBeVisible();
  await choose.setInputFiles(file('cut.wasm', wasm.subarray(0, 20_000)));
  await expect(page.getByText(/truncated|end|byte \d+/i).first()).toBeVisible();
  await choose.setInputFiles(module.file);

  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Mine');
  await page.getByRole('textbox', { name: 'Description' }).fill('Typed with care.');
  const id = page.getByRole('textbox', { name: 'Module id' });
  const version = page.getByRole('textbox', { name: 'Version' });
  const licence = page.getByRole('textbox', { name: 'License' });
  const publish = page.getByRole('button', { name: 'Publish', exact: true });

  await id.fill('Not An Id');
  await version.fill('one');
  await licence.fill('MIT');
  await publish.click();
  await expect(page.getByText('This is no module id.')).toBeVisible();
  await expect(page.getByText('This is no version number.')).toBeVisible();
  await id.fill('io.example.mine');
  await version.fill('1.0.0');
  await licence.fill('free as in beer');
  await publish.click();
  await expect(page.getByText('This is no SPDX licence expression.')).toBeVisible();
  await licence.fill('MIT');
  await id.fill(module.id);
  await publish.click();
  await expect(page.getByText('This module id belongs to somebody else.').first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveValue('Typed with care.');

  await id.fill('io.example.mine');
  await publish.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mine' })).toBeVisible();
});

test('a version that is taken and a review of 100 kB are refused and kept on the screen', async ({
  person,
}) => {
  const { page } = await person();
  await publishes(page, module);
  await expect(page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
  await publishes(page, module);
  await expect(
    page.getByText(`Version ${module.version} is published already and can never change.`),
  ).toBeVisible();

  await page.goto(`/m/${module.id}?tab=ratings`);
  await page.getByRole('radio', { name: '2 stars' }).check({ force: true });
  const review = page.getByRole('textbox', { name: 'Review' });
  await review.fill('x'.repeat(100_000));
  await page.getByRole('button', { name: 'Submit rating' }).click();
  await expect(page.getByText(/4,?000/).first()).toBeVisible();
  await expect(review).toHaveValue('x'.repeat(100_000));
});

test('a readme and a name full of scripts run none of them', async ({ person }) => {
  const { page } = await person();
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto('/publish');
  await page.getByLabel('WASM file').setInputFiles(module.file);
  await page.getByRole('textbox', { name: 'Module id' }).fill('io.example.script');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('<img src=x onerror=alert(1)>');
  await page.getByRole('textbox', { name: 'Version' }).fill('1.0.0');
  await page.getByRole('textbox', { name: 'License' }).fill('MIT');
  await page
    .getByRole('textbox', { name: 'Readme' })
    .fill(
      '<script>alert(2)</script>\n\nSee <img src=x onerror=alert(3)> [click](javascript:alert(4)) <svg onload=alert(5)>',
    );
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: '<img src=x onerror=alert(1)>' })).toBeVisible();
  await expect(page.getByRole('tabpanel')).toContainText('click');
  expect(await page.locator('[href^="javascript"], main script, main [onerror], main [onload]').count()).toBe(
    0,
  );
  expect(dialogs).toEqual([]);
});
