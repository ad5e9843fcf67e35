import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { startRelayProcess } from '../support/relay-process.ts';
import { module } from './real-module.ts';
import { appIsStored, expect, publishes, test } from './world.ts';

const run = promisify(execFile);
const REASON = 'The laptop was left on a train';

async function identityOf(page: Page): Promise<string> {
  await page.goto('/identity');
  const did = page.getByText(/^did:key:z\w{40,}$/).first();
  await expect(did).toBeVisible();
  return (await did.textContent()) ?? '';
}

test('a permission is handed over as a link, used offline and withdrawn; the proof of what it made still holds', async ({
  relay,
  person,
}) => {
  const owner = await person();
  const second = await person();
  const reader = await person();
  const activity = second.page.getByRole('region', { name: 'Activity' });
  const made = { ...module, version: '0.7.5' };
  const folder = await mkdtemp(join(tmpdir(), 'gen-proof-'));
  const proof = join(folder, 'proof.json');
  let link = '';

  await test.step('the owner hands a second person a link for one module', async () => {
    await publishes(owner.page, module);
    await expect(owner.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
    const did = await identityOf(second.page);
    await owner.page.goto(`/m/${module.id}?tab=trust`);
    await owner.page.getByRole('textbox', { name: 'Identity of the publisher' }).fill(did);
    await owner.page.getByRole('button', { name: 'Let them publish' }).click();
    link = await owner.page.getByRole('textbox', { name: 'Link for the publisher' }).inputValue();
    await owner.page.getByRole('button', { name: 'Done' }).click();
    await expect(owner.page.getByRole('list', { name: 'Publishers' }).getByRole('listitem')).toHaveCount(2);
  });

  await test.step('who opens it sees what it is, and takes it in', async () => {
    await second.page.goto(link);
    await expect(second.page.getByRole('main')).toContainText(module.id);
    await second.page.getByRole('button', { name: 'Take in' }).click();
    await expect(second.page.getByRole('list', { name: 'Permissions' })).toContainText(module.id);
    expect(new URL(second.page.url()).hash).toBe('');
  });

  await test.step('the link is of no use to anybody else', async () => {
    await reader.page.goto(link);
    await reader.page.getByRole('button', { name: 'Take in' }).click();
    await expect(reader.page.getByRole('main')).toContainText('This permission is for');
  });

  const port = Number(new URL(relay.address).port);
  await test.step('a release made without a network waits, and survives a reload', async () => {
    await second.page.goto(`/m/${module.id}`);
    await expect(second.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible({
      timeout: 60_000,
    });
    await appIsStored(second.page);
    await relay.stop();
    await second.context.setOffline(true);
    await publishes(second.page, made);
    // The form gives way when it is stored.
    await expect(second.page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
    await second.page.goto('/activity');
    await expect(activity).toContainText(made.version);
    await second.page.reload();
    await expect(activity).toContainText(made.version);
    await expect(activity).not.toContainText('Published');
  });

  const back = await startRelayProcess({ folder: relay.folder, port });
  try {
    await test.step('when the network is back it arrives, and says who signed it for whom', async () => {
      await second.context.setOffline(false);
      await expect(activity).toContainText('Published', { timeout: 30_000 });
      await reader.page.goto(`/m/${module.id}?tab=versions`);
      await expect(reader.page.getByRole('tabpanel')).toContainText(made.version);
      await reader.page.getByRole('button', { name: 'Install', exact: true }).click();
      await expect(reader.page.getByRole('button', { name: 'Uninstall' })).toBeVisible();
      await reader.page.getByRole('tab', { name: 'Trust' }).click();
      const download = reader.page.waitForEvent('download');
      await reader.page.getByRole('button', { name: 'Save proof file' }).click();
      await (await download).saveAs(proof);
    });

    await test.step('the owner withdraws it', async () => {
      await owner.page.goto(`/m/${module.id}?tab=trust`);
      await owner.page.getByRole('button', { name: 'Withdraw', exact: true }).click();
      await owner.page.getByRole('textbox', { name: 'Reason' }).fill(REASON);
      await owner.page.getByRole('button', { name: 'Withdraw permission' }).click();
      await reader.page.goto(`/m/${module.id}?tab=trust`);
      await expect(reader.page.getByRole('list', { name: 'Publishers' })).toContainText(REASON);
    });

    await test.step('the next release is refused with a sentence that says why; the first one stands', async () => {
      await publishes(second.page, { ...module, version: '0.7.6' });
      await expect(second.page.getByRole('main')).toContainText(REASON);
      await reader.page.goto(`/m/${module.id}?tab=versions`);
      await expect(reader.page.getByRole('tabpanel')).toContainText(made.version);
      await expect(reader.page.getByRole('tabpanel')).not.toContainText('0.7.6');
    });

    await test.step('the proof file of the first still verifies, without a network', async () => {
      const arguments_ = ['src/cli/main.ts', '--json', 'verify', '--proof', proof, module.file];
      const { stdout } = await run(process.execPath, arguments_);
      expect(stdout).toContain(made.version);
    });
  } finally {
    await back.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
