import type { BrowserContext } from '@playwright/test';
import { person as publisherAt } from '../support/person.ts';
import { appIsStored, expect, test } from './world.ts';
import { startRelayProcess } from '../support/relay-process.ts';
import { registrationOf } from '../support/worker-registration.ts';

const module = { id: 'io.example.codec', name: 'Codec', version: '1.0.0' };
const needed = { id: 'io.example.needed', name: 'Needed', version: '1.0.0' };

/** Chromium fires the sync when the network is back; if it takes its time, it is told to, with no tab of the app open. */
async function fireSync(context: BrowserContext, origin: string): Promise<void> {
  const { session, registrationId } = await registrationOf(await context.newPage(), origin);
  const event = { origin, registrationId, tag: 'gen-registry/drain', lastChance: false };
  await session.send('ServiceWorker.dispatchSyncEvent', event);
}

test('what was asked for offline is done by the service worker with every tab closed, all that it needs too', async ({
  relay,
  person,
}) => {
  const alice = await publisherAt(relay.address);
  await alice.publishes(needed);
  await alice.publishes({ ...module, dependencies: [{ id: needed.id, range: '^1.0.0' }] });

  const bob = await person();
  await bob.page.goto('/');
  await expect(bob.page.getByRole('list', { name: 'Modules' })).toContainText(module.name);
  await appIsStored(bob.page);
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
    let binaries = 0;
    bob.context.on('requestfinished', (request) => {
      if (!request.url().includes('/blobs/') || request.serviceWorker() === null) return;
      binaries += 1;
      if (binaries === 2) resolve();
    });
  });
  await bob.context.setOffline(false);
  const late = setTimeout(() => {
    fireSync(bob.context, back.address).catch((cause: unknown) => console.error(cause));
  }, 10_000);
  await fetched;
  clearTimeout(late);

  // Nothing is left to fetch: only the switch, which takes an engine.
  await bob.context.setOffline(true);
  await back.stop();
  const page = await bob.context.newPage();
  await page.goto('/installed');
  const installed = page.getByRole('list', { name: 'Installed modules' });
  for (const { name } of [module, needed]) await expect(installed).toContainText(name);
});
