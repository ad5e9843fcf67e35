import type { Finding } from './finding.ts';
import { killedBrowser } from './install/killed-browser.ts';
import { killedInstalls } from './install/killed-installs.ts';

const STORIES = 500;
const KILLS = 50;

/** `count` of the stories, `seed` of the first of them, `only` a single one. */
export interface InstallSoak {
  readonly count?: number | undefined;
  readonly seed?: number | undefined;
  readonly only?: number | undefined;
}

/** Installs cut off anywhere, in Node and in Chromium: nothing half-installed, no job lost. */
export async function install({ count = STORIES, seed = 1, only }: InstallSoak): Promise<Finding[]> {
  if (only !== undefined) return killedInstalls({ seeds: 1, first: only, story: 'short' });
  const found = await killedInstalls({ seeds: count, first: seed });
  return [...found, ...(await killedBrowser(Math.min(count, KILLS), seed))];
}
