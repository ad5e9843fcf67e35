import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { person as publisherAt } from '../support/person.ts';
import { isAccessible } from './accessible.ts';
import { appIsStored, expect, test } from './world.ts';

const id = (name: string): string => `io.example.${name}`;
const run = promisify(execFile);

/** Serves the app and nothing that a relay says, so that whoever opens it there has met none. */
async function appAlone(relay: string) {
  const server = createServer((asked, answer) => {
    const path = asked.url ?? '/';
    if (/^\/(\.well-known|records|heads|snapshots|aggregates|blobs|sync)/.test(path)) {
      answer.writeHead(503).end();
      return;
    }
    void fetch(`${relay}${path}`, { headers: { accept: asked.headers.accept ?? '*/*' } }).then(
      async (got) => {
        const headers = [
          'content-type',
          'content-security-policy',
          'cache-control',
          'service-worker-allowed',
        ];
        const kept = headers.flatMap((name) =>
          got.headers.has(name) ? [[name, got.headers.get(name) ?? '']] : [],
        );
        answer.writeHead(got.status, Object.fromEntries(kept) as Record<string, string>);
        answer.end(new Uint8Array(await got.arrayBuffer()));
      },
    );
  });
  await once(server.listen(0, 'localhost'), 'listening');
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('modules go by a file to a browser that never met a relay, and to the command line, and are verified there', async ({
  relay,
  person,
}) => {
  const alice = await publisherAt(relay.address);
  const publishes = (name: string, needs: readonly string[]) =>
    alice.publishes({
      id: id(name),
      name,
      version: '1.0.0',
      dependencies: needs.map((one) => ({ id: id(one), range: '^1.0.0' })),
    });
  await publishes('base', []);
  await publishes('app', ['base']);
  const folder = await mkdtemp(join(tmpdir(), 'gen-bundle-'));
  const file = join(folder, 'modules.genbundle');

  const first = await person();
  const second = await person();
  const shop = await appAlone(relay.address);
  const dialog = second.page.getByRole('dialog');

  await test.step('one who has them saves a bundle', async () => {
    const { page } = first;
    await page.goto(`/m/${id('app')}`);
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Install 2 modules' }).click();
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible({ timeout: 30_000 });
    await page.goto('/installed');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a bundle' }).click();
    await (await saving).saveAs(file);
  });

  await test.step('another, whose relay has never said a word, is asked whose registry it is', async () => {
    const { page, context } = second;
    await page.goto(`${shop.address}/installed`);
    await appIsStored(page);
    await context.setOffline(true);
    await page.getByLabel('Bundle to open').setInputFiles(file);
    await expect(dialog.getByRole('heading', { name: 'Trust this registry?' })).toBeVisible();
    await expect(dialog).toContainText('did:key:z6Mk');
    await isAccessible(page);
    // Who presses Enter without reading trusts nobody.
    await expect(dialog.getByRole('button', { name: 'Leave it' })).toBeFocused();
    await dialog.getByRole('button', { name: 'Trust this registry' }).click();
  });

  await test.step('it sees what comes, says yes, and has it with no network at all', async () => {
    const { page } = second;
    await expect(
      dialog.getByRole('heading', { name: 'Install what modules.genbundle brings?' }),
    ).toBeVisible();
    await expect(dialog).toContainText('Nothing to download.');
    await isAccessible(page);
    await dialog.getByRole('button', { name: 'Install 2 modules' }).click();
    const rows = page.getByRole('list', { name: 'Installed modules' }).getByRole('listitem');
    await expect(rows).toHaveCount(2, { timeout: 20_000 });
    await isAccessible(page);
  });

  await test.step('its page shows it verified, and lists show it', async () => {
    const { page } = second;
    await page
      .getByRole('list', { name: 'Installed modules' })
      .getByRole('link', { name: 'app', exact: true })
      .click();
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'On this device' })).toContainText('Installed 1.0.0');
    await page.getByRole('tab', { name: 'Trust' }).click();
    await expect(page.getByRole('list', { name: 'Chain of trust' })).toContainText('Receipt');
    await expect(page.getByRole('heading', { name: /^Checked on this device on/ })).toBeVisible();
    await page.getByRole('link', { name: 'Browse' }).first().click();
    await expect(page.getByRole('link', { name: 'base', exact: true })).toBeVisible();
  });

  await test.step('the same file goes to the command line', async () => {
    const gen = (...words: string[]) =>
      run(process.execPath, [
        'src/cli/main.ts',
        '--offline',
        '--data',
        join(folder, 'home'),
        '--json',
        ...words,
      ]);
    const { root } = JSON.parse((await gen('bundle', 'show', file)).stdout) as { root: string };
    await gen('bundle', 'import', file, '--trust', root);
    const { modules } = JSON.parse((await gen('list')).stdout) as { modules: { id: string }[] };
    expect(modules.map((one) => one.id)).toEqual([id('app'), id('base')]);
  });
  await shop.close();
  await rm(folder, { recursive: true, force: true });
});
