import type { BrowserContext } from '@playwright/test';
import { person as publisherAt } from '../support/person.ts';
import { registrationOf } from '../support/worker-registration.ts';
import { appIsStored, expect, test } from './world.ts';

const ID = 'io.example.codec';

/** As the browser does now and then. */
async function wakesWorker(context: BrowserContext, origin: string): Promise<void> {
  const { session, registrationId } = await registrationOf(await context.newPage(), origin);
  const event = { origin, registrationId, tag: 'gen-registry/update' };
  await session.send('ServiceWorker.dispatchPeriodicSyncEvent', event);
}

test('what is updated by itself is fetched with every tab closed, and installed at the next start', async ({
  relay,
  person,
}) => {
  const alice = await publisherAt(relay.address);
  await alice.publishes({ id: ID, version: '1.0.0' });
  const bob = await person();
  await bob.page.goto(`/m/${ID}`);
  await bob.page.getByRole('button', { name: 'Install', exact: true }).click();
  await expect(bob.page.getByRole('region', { name: 'On this device' })).toContainText('Installed 1.0.0');
  await bob.page.goto('/installed');
  const auto = bob.page.getByRole('checkbox', { name: /^Update Codec by itself/ });
  await auto.click();
  await expect(auto).toBeChecked();
  await appIsStored(bob.page);
  await bob.page.close();

  await alice.publishes({ id: ID, version: '1.1.0' });
  const fetched = bob.context.waitForEvent('requestfinished', {
    predicate: (request) => request.url().includes('/blobs/') && request.serviceWorker() !== null,
  });
  await wakesWorker(bob.context, relay.address);
  await fetched;

  const page = await bob.context.newPage();
  await page.goto('/installed');
  await expect(page.getByRole('list', { name: 'Installed modules' })).toContainText('1.1.0');
});
