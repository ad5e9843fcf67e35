import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  body,
  code,
  exported,
  exports,
  func,
  functions,
  imported,
  imports,
  types,
  wasm,
} from '../wasm/binary.ts';
import { expect, publishes, test } from './world.ts';

const codec = { id: 'io.example.codec', name: 'Codec' };

/** Asks for nothing. */
const PURE = wasm(types(func([], [])), functions(0), exports(exported('run', 0, 0)), code(body()));

/** The same, and reads the clock, and calls a function of its host's own. */
const ASKING = wasm(
  types(func([], [])),
  imports(imported('wasi_snapshot_preview1', 'clock_time_get', 0, 0), imported('acme', 'upload', 0, 0)),
  functions(0),
  exports(exported('run', 0, 2)),
  code(body()),
);

test('an update that asks for a new import shows the difference and waits for a yes', async ({ person }) => {
  const owner = await person();
  const { page } = await person();
  const folder = await mkdtemp(join(tmpdir(), 'gen-asks-'));
  const [pure, asking] = [join(folder, 'pure.wasm'), join(folder, 'asking.wasm')];
  await Promise.all([writeFile(pure, PURE), writeFile(asking, ASKING)]);
  const here = page.getByRole('region', { name: 'On this device' });
  const dialog = page.getByRole('dialog');

  await test.step('the first release asks for nothing, says so, and is installed without a question', async () => {
    await publishes(owner.page, { ...codec, version: '1.0.0', file: pure });
    await expect(owner.page.getByRole('heading', { level: 1, name: codec.name })).toBeVisible();
    await page.goto(`/m/${codec.id}`);
    await expect(here).toContainText('asks for nothing');
    await here.getByRole('button', { name: 'Install', exact: true }).click();
    await expect(here).toContainText('Installed 1.0.0');
  });

  await test.step('the page says what is new in the next one before it is fetched', async () => {
    await publishes(owner.page, { ...codec, version: '1.1.0', file: asking });
    await expect(here.getByRole('button', { name: 'Update to 1.1.0' })).toBeVisible();
    await expect(here.getByText('New in 1.1.0')).toBeVisible();
    await expect(here).toContainText('reads the clock');
  });

  await test.step('the update waits; what is installed stays as long as nobody says yes, over a reload too', async () => {
    await here.getByRole('button', { name: 'Update to 1.1.0' }).click();
    await expect(here).toContainText('Waits for your yes');
    await page.reload();
    await expect(here).toContainText('Waits for your yes');
    await expect(here).toContainText('Installed 1.0.0');
    await here.getByRole('button', { name: 'See what it asks for…' }).click();
    await expect(dialog).toContainText('New since 1.0.0');
    await expect(dialog).toContainText('Reads the clock');
    await expect(dialog).toContainText('Outside your import rules');
    await dialog.getByText('Calls functions of its host (acme)').first().click();
    await expect(dialog.getByText('acme.upload').first()).toBeVisible();
    await dialog.getByRole('button', { name: 'Keep what is installed' }).click();
    await expect(dialog).toBeHidden();
    await expect(here).toContainText('Installed 1.0.0');
    await expect(here).not.toContainText('Waits for your yes');
  });

  await test.step('strict rules refuse it, and name the import', async () => {
    await page.goto('/settings');
    await page.getByRole('radio', { name: 'Refuse it' }).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Chosen by you.')).toBeVisible();
    await page.goto(`/m/${codec.id}`);
    await here.getByRole('button', { name: 'Update to 1.1.0' }).click();
    // Within the page, as a person goes on.
    await page.getByRole('link', { name: 'Activity' }).click();
    await expect(page.getByRole('region', { name: 'Activity' }).getByRole('listitem').first()).toContainText(
      'acme.upload',
    );
    await page.goto('/settings');
    await page.getByRole('button', { name: 'Back to the app’s own' }).click();
    await expect(page.getByText('As the app comes.')).toBeVisible();
  });

  await test.step('after a yes it is installed', async () => {
    await page.goto(`/m/${codec.id}`);
    await here.getByRole('button', { name: 'Update to 1.1.0' }).click();
    await here.getByRole('button', { name: 'See what it asks for…' }).click();
    await dialog.getByRole('button', { name: 'Update all the same' }).click();
    await expect(here).toContainText('Installed 1.1.0');
  });
  await rm(folder, { recursive: true });
});
