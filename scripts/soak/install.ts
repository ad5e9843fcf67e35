import type { Finding } from './finding.ts';
import { killedInstalls } from './install/killed-installs.ts';

const SEEDS = 500;

/** @property count of stories; @property only the seed of a single one. */
export interface InstallSoak {
  readonly count?: number | undefined;
  readonly seed?: number | undefined;
  readonly only?: number | undefined;
}

/** Installs cut off anywhere: nothing half-installed, no job lost. */
export async function install({ count = SEEDS, seed = 1, only }: InstallSoak): Promise<Finding[]> {
  return killedInstalls(
    only === undefined ? { seeds: count, first: seed } : { seeds: 1, first: only, story: 'short' },
  );
}
