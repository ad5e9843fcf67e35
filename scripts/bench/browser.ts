import { chromium, type BrowserContext } from '@playwright/test';
import config from '../../playwright.config.ts';

const { launchOptions = {}, channel } = config.use ?? {};

/** Flags that keep Chromium from asking the network for anything but what a page asks. */
export const QUIET_FLAGS: readonly string[] = launchOptions.args ?? [];

/** The browser of the end-to-end tests, with a profile that lasts. */
export function openProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    ...launchOptions,
    ...(channel === undefined ? {} : { channel }),
  });
}
