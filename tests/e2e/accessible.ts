import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Axe finds nothing on what the page shows once it has come to rest, and the page does not scroll sideways. */
export async function isAccessible(page: Page, what = page.url()): Promise<void> {
  // What fades in has the contrast of what it is drawn over, and a message may come while axe looks: nothing fades here.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // What had begun to fade goes on.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running'),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, `${what} at ${page.viewportSize()?.width} scrolls sideways`).toBeLessThanOrEqual(0);
}
