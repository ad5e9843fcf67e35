import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelayProcess } from '../../tests/support/relay-process.ts';
import { twoTabs, type TwoTabs } from '../../tests/support/two-tabs.ts';
import { openProfile } from '../bench/browser.ts';
import type { Finding } from './finding.ts';

const WRITES = 1000;

/** Writes that are not there, or are there twice. */
function wrongIn({ promised, jobs, rated, ratings }: TwoTabs): number {
  const [once, all] = [new Set(promised), 2 * WRITES];
  const strange = jobs.filter((id) => !once.has(id)).length;
  const missing = [once, new Set(jobs), new Set(rated), new Set(ratings)].map(({ size }) => all - size);
  const twice = [jobs, rated, ratings].map((rows) => rows.length - new Set(rows).size);
  return [strange, ...missing, ...twice].reduce((sum, count) => sum + Math.abs(count), 0);
}

/** Two tabs of one Chromium, a thousand ratings each, at the same time and with the relay gone. */
export async function twoTabsSoak(): Promise<Finding[]> {
  const relay = await startRelayProcess();
  const profile = await mkdtemp(join(tmpdir(), 'gen-tabs-'));
  const context = await openProfile(profile);
  try {
    const [written, reloaded] = await twoTabs(context, relay.address, WRITES, () => relay.stop());
    const measured = `${written.ratings.length} records and ${written.jobs.length} jobs, ${reloaded.ratings.length} and ${reloaded.jobs.length} after a reload`;
    const broken = wrongIn(written) + wrongIn(reloaded);
    return [{ what: 'what two tabs write is all there, each once', runs: 2 * WRITES, broken, measured }];
  } finally {
    await context.close();
    await relay.stop();
    for (const folder of [profile, relay.folder])
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
