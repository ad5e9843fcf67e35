import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { ownProfile } from './own-profile.ts';
import { startFront, type Front, type SentBlob } from '../support/front.ts';
import { largeWasm } from '../support/large-wasm.ts';
import { person as publisherAt, type Person } from '../support/person.ts';
import { startRelayProcess, type RelayProcess } from '../support/relay-process.ts';
import { appIsStored, expect, test as base } from './world.ts';

const MB = 1_000_000;
const codec = { id: 'io.example.codec', name: 'Codec', version: '1.0.0' };
const needed = { id: 'io.example.needed', name: 'Needed', version: '1.0.0' };

interface Story {
  /** What the app comes from: a relay behind it may die, be slow, or lie. */
  readonly front: Front;
  readonly publisher: Person;
  /** Somebody whose app comes from the front. */
  readonly reader: { readonly context: BrowserContext; readonly page: Page };
}

const test = base.extend<Story>({
  front: async ({ relay }, use) => {
    const front = await startFront(relay.address);
    await use(front);
    await front.close();
  },
  publisher: async ({ relay }, use) => use(await publisherAt(relay.address)),
  reader: async ({ browser, front }, use) => {
    const context = await browser.newContext({ baseURL: front.address });
    await use({ context, page: await context.newPage() });
    await context.close();
  },
});

/** What was passed on of a binary. */
function sentOf({ sent }: Front, binary: Uint8Array): readonly SentBlob[] {
  const sha256 = createHash('sha256').update(binary).digest('hex');
  return sent.filter((blob) => blob.sha256 === sha256);
}

const here = (page: Page) => page.getByRole('region', { name: 'On this device' });
const installed = (page: Page) => page.getByRole('list', { name: 'Installed modules' });
const restarted = ({ folder, address }: RelayProcess): Promise<RelayProcess> =>
  startRelayProcess({ folder, port: Number(new URL(address).port) });

async function press(page: Page, id = codec.id): Promise<void> {
  await page.goto(`/m/${id}`);
  await here(page).getByRole('button', { name: 'Install', exact: true }).click();
}

/** By the clock: a click of Playwright's waits for a button that the other tab's press has disabled. */
const clickAt = (button: HTMLElement | SVGElement, at: number): Promise<void> =>
  new Promise((done) =>
    setTimeout(() => {
      (button as HTMLElement).click();
      done();
    }, at - Date.now()),
  );

/** With what it needs, the plan is shown first. */
async function pressAll(page: Page, count: number): Promise<void> {
  await press(page);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Install ${count} modules` })
    .click();
}

test('a module is installed with what it needs, and is there without a network', async ({
  publisher,
  reader: { page, context },
  relay,
}) => {
  await publisher.publishes(needed);
  await publisher.publishes({ ...codec, dependencies: [{ id: needed.id, range: '^1.0.0' }] });
  await pressAll(page, 2);
  await expect(here(page)).toContainText('Installed 1.0.0', { timeout: 30_000 });
  await appIsStored(page);
  await context.setOffline(true);
  await relay.stop();
  await page.goto('/installed');
  await expect(installed(page).getByRole('listitem')).toHaveCount(2);
  await page.goto(`/m/${codec.id}`);
  await expect(here(page)).toContainText('Installed 1.0.0');
});

test('a relay that dies in the middle is gone on with where it died, and no byte comes twice', async ({
  publisher,
  reader: { page },
  relay,
  front,
}) => {
  const binary = largeWasm(12 * MB);
  await publisher.publishes(codec, binary);
  await page.goto('/');
  front.standsAt = 6 * MB;
  await press(page);
  await expect.poll(() => front.standing, { timeout: 60_000 }).toBe(1);
  // A stream that breaks gives nobody what was not read of it yet: the reader catches up.
  await page.waitForTimeout(2000);
  await relay.kill();
  front.standsAt = Infinity;
  front.cutOff();
  await expect(
    here(page)
      .getByText(/cannot be reached|network/i)
      .first(),
  ).toBeVisible({ timeout: 30_000 });
  const back = await restarted(relay);
  await expect(here(page)).toContainText('Installed 1.0.0', { timeout: 60_000 });
  await back.stop();

  const answers = sentOf(front, binary);
  const [first, ...later] = answers;
  expect(first?.bytes).toBeLessThan(binary.length);
  expect(later[0]?.from).toBe(first?.bytes);
  expect(answers.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(binary.length);
});

test('a flipped byte is refused; another relay is asked, and what it sends is right', async ({
  publisher,
  reader: { page },
  relay,
  front,
}) => {
  const binary = largeWasm(3 * MB);
  await publisher.publishes(codec, binary);
  await relay.stop();
  const copy = await mkdtemp(join(tmpdir(), 'gen-relay-'));
  await cp(relay.folder, copy, { recursive: true });
  const [own, other] = await Promise.all([restarted(relay), startRelayProcess({ folder: copy })]);
  const further = await startFront(other.address);
  front.alter = (piece, at) => {
    const place = 1_500_000 - at;
    if (place < 0 || place >= piece.length) return piece;
    const flipped = Buffer.from(piece);
    flipped[place] = (flipped[place] ?? 0) ^ 1;
    return flipped;
  };

  await press(page);
  await expect(here(page)).toContainText('Failed', { timeout: 30_000 });
  await expect(here(page)).toContainText('The bytes are not the ones that were signed');
  await page.goto('/installed');
  await expect(page.getByText('Nothing is installed')).toBeVisible();

  await page.goto('/settings');
  await page.getByRole('textbox', { name: 'Further relays' }).fill(further.address);
  await page.getByRole('button', { name: 'Save relays' }).click();
  await expect(page.getByText('The further relays are saved.')).toBeVisible();
  await page.goto('/activity');
  await page.getByRole('button', { name: 'Retry' }).click();
  // Begun anew: only then this page may go.
  await expect(page.getByRole('button', { name: 'Retry' })).toBeHidden();
  await page.goto(`/m/${codec.id}`);
  await expect(here(page)).toContainText('Installed 1.0.0', { timeout: 30_000 });
  expect(sentOf(further, binary).map(({ from }) => from)).toEqual([0]);

  await further.close();
  await Promise.all([own.stop(), other.stop()]);
  await rm(copy, { recursive: true, force: true });
});

test('two tabs that press Install at once download it once', async ({ publisher, reader, front }) => {
  const binary = largeWasm(2 * MB);
  await publisher.publishes(codec, binary);
  const tabs = [reader.page, await reader.context.newPage()];
  const buttons = tabs.map((tab) => here(tab).getByRole('button', { name: 'Install', exact: true }));
  for (const tab of tabs) await tab.goto(`/m/${codec.id}`);
  for (const button of buttons) await expect(button).toBeEnabled();
  front.bytesPerSecond = 2 * MB;
  const at = Date.now() + 500;
  await Promise.all(buttons.map((button) => button.evaluate(clickAt, at)));
  for (const tab of tabs) await expect(here(tab)).toContainText('Installed 1.0.0', { timeout: 30_000 });
  expect(sentOf(front, binary)).toMatchObject([{ from: 0, bytes: binary.length }]);
});

test('without room it says so and nothing is lost; once there is, it is tried again', async ({
  publisher,
  front,
  launchOptions,
}) => {
  // Of a context without a profile Chromium takes no other quota.
  const { context, page, close } = await ownProfile(launchOptions, front.address);
  // In a tab that stays where it is, as a navigation would end it, and before anything is stored: Chromium looks at it now and then.
  const other = await context.newPage();
  await other.goto(`${front.address}/robots.txt`);
  const session = await context.newCDPSession(other);
  // The app, and 12 MB with their pieces while they are put together; 8 MB more only without them.
  const quota = { origin: front.address, quotaSize: 34 * MB };
  await session.send('Storage.overrideQuotaForOrigin', quota);
  await publisher.publishes(needed, largeWasm(12 * MB, 2));
  await publisher.publishes(codec, largeWasm(8 * MB, 3));
  await press(page, needed.id);
  await expect(here(page)).toContainText('Installed 1.0.0', { timeout: 60_000 });

  await press(page);
  await expect(here(page)).toContainText('The storage is full', { timeout: 90_000 });
  await page.goto('/installed');
  await expect(installed(page)).toContainText(needed.name);

  await page
    .getByRole('button', { name: `Uninstall ${needed.name}` })
    .first()
    .click();
  await expect(page.getByText('Nothing is installed')).toBeVisible();
  await page
    .getByRole('region', { name: 'Storage' })
    .getByRole('button', { name: /Forget/ })
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Forget/ })
    .click();
  await expect(page.getByText('Earlier states are forgotten.')).toBeVisible();
  await page.goto('/activity');
  await page.getByRole('button', { name: 'Retry' }).click();
  // Begun anew: only then this page may go.
  await expect(page.getByRole('button', { name: 'Retry' })).toBeHidden();
  await page.goto(`/m/${codec.id}`);
  await expect(here(page)).toContainText('Installed 1.0.0', { timeout: 60_000 });
  await close();
});
