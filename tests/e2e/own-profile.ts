import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type LaunchOptions, type Page } from '@playwright/test';

/** A browser with a profile on disk, as a person has it. */
export async function ownProfile(
  launchOptions: LaunchOptions,
  baseURL: string,
): Promise<{ context: BrowserContext; page: Page; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'gen-profile-'));
  const context = await chromium.launchPersistentContext(folder, { ...launchOptions, baseURL });
  const [page = await context.newPage()] = context.pages();
  return {
    context,
    page,
    async close() {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
