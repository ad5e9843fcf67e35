import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { startRelayProcess, type RelayProcess } from '../support/relay-process.ts';

export { expect } from '@playwright/test';

interface World {
  readonly relay: RelayProcess;
  /** A browser of its own: nothing is shared with another person's but the relay. */
  readonly person: () => Promise<{ context: BrowserContext; page: Page }>;
}

interface Prepared {
  /** Copies what the first start of a relay has made, starter catalogue and all: made once, as it takes seconds. @returns the folder. */
  readonly starter: () => Promise<string>;
}

async function startedOnce(): Promise<string> {
  const relay = await startRelayProcess({ samples: true });
  await relay.stop();
  return relay.folder;
}

export const test = base.extend<World & { samples: boolean }, Prepared>({
  samples: [false, { option: true }],
  starter: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from here.
    async ({}, use) => {
      let made: Promise<string> | undefined;
      await use(async () => {
        const folder = await mkdtemp(join(tmpdir(), 'gen-relay-'));
        await cp(await (made ??= startedOnce()), folder, { recursive: true });
        return folder;
      });
      if (made !== undefined) await rm(await made, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  relay: async ({ samples, starter }, use) => {
    const relay = await startRelayProcess({ samples, ...(samples && { folder: await starter() }) });
    await use(relay);
    await relay.stop();
    await rm(relay.folder, { recursive: true, force: true });
  },
  person: async ({ browser, relay }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL: relay.address });
      contexts.push(context);
      return { context, page: await context.newPage() };
    });
    for (const context of contexts) await context.close();
  },
});

export interface Release {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly file: string;
}

/** Fills the publish form as a person does, and presses Publish. */
export async function publishes(page: Page, { id, name, version, file }: Release): Promise<void> {
  await page.goto('/publish');
  await page.getByLabel('WASM file').setInputFiles(file);
  await page.getByRole('textbox', { name: 'Module id' }).fill(id);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('textbox', { name: 'Description' }).fill('Reads and writes source maps.');
  await page.getByRole('textbox', { name: 'Version' }).fill(version);
  await page.getByRole('textbox', { name: 'Tags' }).fill('source-map, parser');
  await page.getByRole('textbox', { name: 'License' }).fill('BSD-3-Clause');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
}

/** From then on the app starts without a network. */
export function appIsStored(page: Page): Promise<void> {
  return page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}
