import type { BrowserContext } from '@playwright/test';
import { expect, publishes, test } from './world.ts';
import { module } from './real-module.ts';
import { startRelayProcess } from '../support/relay-process.ts';

/** Chromium fires the sync when the network is back; if it takes its time, it is told to, with no tab of the app open. */
async function fireSync(context: BrowserContext, origin: string): Promise<void> {
  const session = await context.newCDPSession(await context.newPage());
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations;
      if (registration !== undefined) resolve(registration.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  const event = { origin, registrationId, tag: 'gen-registry/drain', lastChance: false };
  await session.send('ServiceWorker.dispatchSyncEvent', event);
}

test('what was asked for offline is done by the service worker with every tab closed', async ({
  relay,
  person,
}) => {
  const alice = await person();
  await publishes(alice.page, module);
  await expect(alice.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
  await expect(alice.page.getByText('Waiting for the relay')).toHaveCount(0);

  const bob = await person();
  await bob.page.goto('/');
  await expect(bob.page.getByRole('list', { name: 'Modules' })).toContainText(module.name);
  await bob.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await bob.context.setOffline(true);
  await relay.stop();
  await bob.page.goto(`/m/${module.id}`);
  await bob.page.getByRole('button', { name: 'Install', exact: true }).click();
  await bob.page.getByRole('link', { name: 'Activity' }).click();
  await expect(bob.page.getByRole('region', { name: 'Activity' })).toContainText(/Queued|Waiting/);
  await expect
    .poll(() =>
      bob.page.evaluate(async () => {
        const registration = (await navigator.serviceWorker.ready) as ServiceWorkerRegistration & {
          sync: { getTags(): Promise<string[]> };
        };
        return registration.sync.getTags();
      }),
    )
    .toContain('gen-registry/drain');
  await bob.page.close();

  const back = await startRelayProcess({ folder: relay.folder, port: Number(new URL(relay.address).port) });
  const fetched = new Promise<void>((resolve) => {
    bob.context.on('request', (request) => {
      if (request.url().includes('/blobs/') && request.serviceWorker() !== null) resolve();
    });
  });
  await bob.context.setOffline(false);
  const late = setTimeout(() => {
    fireSync(bob.context, back.address).catch((cause: unknown) => console.error(cause));
  }, 10_000);
  await fetched;
  clearTimeout(late);

  const page = await bob.context.newPage();
  await page.goto('/installed');
  await expect(page.getByRole('list', { name: 'Installed modules' })).toContainText(module.name);
  await back.stop();
});
