import { startRelayProcess } from '../support/relay-process.ts';
import { module, second } from './real-module.ts';
import { appIsStored, expect, publishes, test } from './world.ts';

test('the main job: publish, find, trust, rate, install, and all of it offline', async ({
  relay,
  person,
}) => {
  const alice = await person();
  const bob = await person();

  await test.step('a publisher drops a real module and publishes it', async () => {
    await publishes(alice.page, module);
    await expect(alice.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
    await alice.page.goto('/activity');
    await expect(alice.page.getByRole('region', { name: 'Activity' })).toContainText('Published');
    await publishes(alice.page, second);
    await expect(alice.page.getByRole('heading', { level: 1, name: second.name })).toBeVisible();
  });

  await test.step('another person finds it by search and sees why it can be trusted', async () => {
    await bob.page.goto('/');
    await expect(bob.page.getByRole('status', { name: 'Connection' })).toContainText('Online');
    await bob.page.getByRole('searchbox', { name: 'Search modules' }).fill('sourc map');
    const list = bob.page.getByRole('list', { name: 'Modules' });
    await list.getByRole('link', { name: module.name }).click();
    await expect(bob.page).toHaveURL(new RegExp(`/m/${module.id}`));
    await expect(bob.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
    await bob.page.getByRole('tab', { name: 'Trust' }).click();
    await expect(bob.page.getByRole('tabpanel')).toContainText('did:key:');
  });

  await test.step('rates it and installs it, also across a reload', async () => {
    await bob.page.getByRole('tab', { name: 'Ratings' }).click();
    await bob.page
      .getByRole('radiogroup', { name: 'Your rating' })
      .getByRole('radio', { name: '4 stars' })
      .check({ force: true });
    await bob.page.getByRole('textbox', { name: 'Review' }).fill('Small and quick.');
    await bob.page.getByRole('button', { name: 'Submit rating' }).click();
    await expect(bob.page.getByRole('tabpanel')).toContainText('Small and quick.');
    await bob.page.reload();
    await bob.page.getByRole('button', { name: 'Install', exact: true }).click();
    await expect(bob.page.getByRole('button', { name: 'Uninstall' })).toBeVisible();
    await bob.page.goto('/installed');
    await expect(bob.page.getByRole('list', { name: 'Installed modules' })).toContainText(module.name);
  });

  await test.step('the publisher sees the rating', async () => {
    await alice.page.goto(`/m/${module.id}?tab=ratings`);
    await expect(alice.page.getByRole('tabpanel')).toContainText('Small and quick.');
  });

  await test.step('without a network everything that is here works, and what is asked for waits visibly', async () => {
    await appIsStored(bob.page);
    // A context that is cut off keeps an open socket: the relay goes away for real.
    await relay.stop();
    await bob.context.setOffline(true);
    await bob.page.goto('/');
    await expect(bob.page.getByRole('status', { name: 'Connection' })).toContainText('Offline');
    await bob.page.getByRole('searchbox', { name: 'Search modules' }).fill('source');
    const found = bob.page.getByRole('list', { name: 'Modules' });
    await expect(found.getByRole('listitem').filter({ hasText: module.id })).toContainText(
      '4.0 of 5 stars, 1 trusted rating',
    );
    await found.getByRole('link', { name: module.name }).click();
    await expect(bob.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
    await bob.page.getByRole('tab', { name: 'Ratings' }).click();
    await expect(bob.page.getByRole('tabpanel')).toContainText('Small and quick.');
    await bob.page
      .getByRole('radiogroup', { name: 'Your rating' })
      .getByRole('radio', { name: '5 stars' })
      .check({ force: true });
    await bob.page.getByRole('textbox', { name: 'Review' }).fill('Works on a train.');
    await bob.page.getByRole('button', { name: 'Submit rating' }).click();
    await expect(bob.page.getByRole('tabpanel').getByRole('listitem').first()).toContainText(
      'Works on a train.',
    );

    await bob.page.goto('/installed');
    await expect(bob.page.getByRole('list', { name: 'Installed modules' })).toContainText(module.name);

    await bob.page.goto(`/m/${second.id}`);
    await bob.page.getByRole('button', { name: 'Install', exact: true }).click();
    await bob.page.getByRole('link', { name: 'Activity' }).click();
    const activity = bob.page.getByRole('region', { name: 'Activity' });
    await expect(activity.getByRole('listitem').filter({ hasText: second.id })).toContainText(
      /Queued|Waiting/,
    );
    await bob.page.reload();
    await expect(activity.getByRole('listitem').filter({ hasText: second.id })).toContainText(
      /Queued|Waiting/,
    );
  });

  const back = await startRelayProcess({ folder: relay.folder, port: Number(new URL(relay.address).port) });
  await test.step('when the network is back, it is done', async () => {
    await bob.context.setOffline(false);
    await bob.page.goto('/installed');
    await expect(bob.page.getByRole('list', { name: 'Installed modules' })).toContainText(second.name, {
      timeout: 30_000,
    });
    await alice.page.goto(`/m/${module.id}?tab=ratings`);
    await expect(alice.page.getByRole('tabpanel')).toContainText('Works on a train.', { timeout: 30_000 });
  });
  await back.stop();
});
