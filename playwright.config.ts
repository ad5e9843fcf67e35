import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/prepare/chromium.mjs';

const executablePath = findChromium();

/** Chromium takes the last list of them that it is given: those that Playwright switches off stand here too. */
const UNUSED_FEATURES = [
  // With each window a page of 200 files for its address bar, which takes as much of the processor as our own.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** Nothing in a test may ask the network for anything but our own relay: what Chromium fetches for itself is switched off. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  `--disable-features=${UNUSED_FEATURES.join(',')}`,
  '--no-first-run',
];

const asRoot = process.getuid?.() === 0;

/** Each test starts its own relay in a folder of its own (`tests/e2e/relay-process.ts`), so there is no `webServer`. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  // Files side by side: each test has its own relay and browser contexts, and mostly waits for them.
  workers: 2,
  retries: 0,
  // A limit for what hangs, not a measure: two cores under load take three times as long as alone.
  timeout: 180_000,
  // The same: two files share two cores with their browsers and relays.
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] !== undefined,
  use: {
    browserName: 'chromium',
    // A trace takes a third of the time of what it is of: `--trace on` for the test that is looked into.
    screenshot: 'only-on-failure',
    // Without a browser of the machine, Playwright's own: the whole Chromium, not its headless shell.
    ...(executablePath === undefined ? { channel: 'chromium' } : {}),
    launchOptions: {
      args: [...QUIET, ...(asRoot ? ['--no-sandbox'] : [])],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
