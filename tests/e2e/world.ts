import { rm } from 'node:fs/promises';
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { startRelayProcess, type RelayProcess } from '../support/relay-process.ts';

export { expect } from '@playwright/test';

interface World {
  readonly relay: RelayProcess;
  /** A browser of its own: nothing is shared with another person's but the relay. */
  readonly person: () => Promise<{ context: BrowserContext; page: Page }>;
}

export const test = base.extend<World & { samples: boolean }>({
  samples: [false, { option: true }],
  relay: async ({ samples }, use) => {
    const relay = await startRelayProcess({ samples });
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
