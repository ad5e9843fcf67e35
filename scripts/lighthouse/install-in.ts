import { chromium } from '@playwright/test';

/** Installs a module in a browser that runs already, as a person does, and leaves no page of it open. */
export async function installIn(port: number, address: string, id: string): Promise<void> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  try {
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the browser has no context');
    const page = await context.newPage();
    await page.goto(`${address}/m/${id}`);
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    const plan = page.getByRole('dialog').getByRole('button', { name: /^Install/ });
    const uninstall = page.getByRole('button', { name: 'Uninstall' });
    await plan.or(uninstall).first().waitFor();
    if (await plan.isVisible()) await plan.click();
    await uninstall.waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.close();
  } finally {
    // Ends the connection, not the browser.
    await browser.close();
  }
}
