import type { IncomingMessage, ServerResponse } from 'node:http';
import { startRelayProxy } from '../support/relay-proxy.ts';
import { module } from './real-module.ts';
import { appIsStored, expect, publishes, test } from './world.ts';

/** The same app as a build of its own: another page, and a service worker that says so. */
async function secondBuild(relay: string, asked: IncomingMessage, answer: ServerResponse): Promise<boolean> {
  if (asked.url === '/service-worker.js') {
    const text = await (await fetch(`${relay}/service-worker.js`)).text();
    answer.writeHead(200, { 'content-type': 'text/javascript' });
    answer.end(
      text.replace(/"revision":"[0-9a-f]+","url":"index\.html"/, '"revision":"2","url":"index.html"'),
    );
    return true;
  }
  if (asked.url !== '/index.html') return false;
  const page = await fetch(`${relay}/`);
  const text = await page.text();
  const policy = page.headers.get('content-security-policy') ?? '';
  answer.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
  answer.end(text.replace('<title>', '<meta name="build" content="2"><title>'));
  return true;
}

test('a new build waits for a running install, then every tab is of the new one, offline too', async ({
  person,
  relay,
}) => {
  const alice = await person();
  await publishes(alice.page, module);
  await expect(alice.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
  await expect(alice.page.getByText('Waiting for the relay')).toHaveCount(0);

  let isDeployed = false;
  let letThrough = (): void => undefined;
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  const proxy = await startRelayProxy(relay.address, async (asked, answer) => {
    if (asked.method === 'GET' && asked.headers['gen-install'] !== undefined) await held;
    return isDeployed && secondBuild(relay.address, asked, answer);
  });
  try {
    const { context } = await person();
    const page = await context.newPage();
    await page.goto(`${proxy.address}/m/${module.id}`);
    await expect(page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
    await appIsStored(page);
    await page.reload();
    const other = await context.newPage();
    await other.goto(`${proxy.address}/settings`);
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await expect(page.getByRole('main')).toContainText('Downloading');

    isDeployed = true;
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await page.getByRole('button', { name: 'Reload when it is done' }).click();
    await expect(page.getByText('The new version starts by itself.')).toBeVisible();
    for (const tab of [page, other]) await expect(tab.locator('meta[name=build]')).toHaveCount(0);

    letThrough();
    for (const tab of [page, other])
      await expect(tab.locator('meta[name=build]')).toHaveAttribute('content', '2', { timeout: 20_000 });
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible();

    await context.setOffline(true);
    await proxy.close();
    await other.goto(`${proxy.address}/installed`);
    await expect(other.getByRole('list', { name: 'Installed modules' })).toContainText(module.name);
    await expect(other.locator('meta[name=build]')).toHaveAttribute('content', '2');
  } finally {
    letThrough();
    await proxy.close().catch(() => undefined);
  }
});
