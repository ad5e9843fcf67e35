import type { BrowserContext, Page } from '@playwright/test';
import { givesEngine } from './engine-call.ts';
import { storedRows } from './stored-rows.ts';

/** What is there of the writes of two tabs. */
export interface TwoTabs {
  /** Ids of the jobs that the engine promised. */
  readonly promised: readonly string[];
  /** Jobs that are stored, and the modules that they rate. */
  readonly jobs: readonly string[];
  readonly rated: readonly string[];
  /** Signed ratings in the outbox. */
  readonly ratings: readonly string[];
}

/** So many calls of one tab are under way at once. */
const AT_ONCE = 4;

/** Rates as many modules, each once. */
function rates(page: Page, tab: string, writes: number): Promise<string[]> {
  return page.evaluate(
    async ([name, count, together]) => {
      const jobs: string[] = [];
      let next = 0;
      const write = async (): Promise<void> => {
        while (next < count) {
          const rating = { id: `io.example.${name}-${(next += 1)}`, stars: 1 + (next % 5), review: '' };
          jobs.push((await window.callEngine('rate', [rating])) as string);
        }
      };
      await Promise.all(Array.from({ length: together }, write));
      return jobs;
    },
    [tab, writes, AT_ONCE] as const,
  );
}

async function found(page: Page, promised: readonly string[]): Promise<TwoTabs> {
  const { jobs, outbox } = await storedRows(page, 'jobs', 'outbox');
  return {
    promised,
    jobs: jobs.map(({ id }) => id),
    rated: jobs.map((job) => job.module ?? ''),
    ratings: outbox.filter(({ document }) => document.startsWith('ratings/')).map(({ id }) => id),
  };
}

/**
 * Two tabs of one browser that rate at the same time, with no relay to send anything to.
 *
 * @param leave called when the app is open in both.
 * @returns what is stored after it, and again after both were loaded anew.
 */
export async function twoTabs(
  context: BrowserContext,
  address: string,
  writes: number,
  leave: () => Promise<unknown>,
): Promise<readonly [TwoTabs, TwoTabs]> {
  await givesEngine(context);
  const tabs = [await context.newPage(), await context.newPage()] as const;
  for (const tab of tabs) {
    await tab.goto(`${address}/settings`);
    await tab.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await tab.evaluate(() => window.callEngine('identity', []));
  }
  await leave();
  const promised = await Promise.all([rates(tabs[0], 'first', writes), rates(tabs[1], 'second', writes)]);
  const before = await found(tabs[0], promised.flat());
  await Promise.all(tabs.map((tab) => tab.reload()));
  await tabs[1].evaluate(() => window.callEngine('identity', []));
  return [before, await found(tabs[1], promised.flat())];
}
