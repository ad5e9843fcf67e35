import { GenError } from '../core/errors.ts';
import { components, cyclesOf } from '../core/resolve/cycles.ts';
import { graphOf } from '../core/resolve/solution.ts';
import type { PlannedRelease } from '../ports/sets.ts';
import type { Tables } from '../ports/tables.ts';
import type { Device } from './device.ts';

const CYCLES = 'cycles';

/** Whether modules that need each other are installed. A new device refuses them. */
export type CyclePolicy = 'allow' | 'refuse';

export async function cyclePolicy(tables: Tables): Promise<CyclePolicy> {
  return (await tables.get('settings', CYCLES))?.value === 'allow' ? 'allow' : 'refuse';
}

export async function setCyclePolicy(
  { tables, announce }: Pick<Device, 'tables' | 'announce'>,
  policy: CyclePolicy,
): Promise<void> {
  await tables.write([{ table: 'settings', put: { key: CYCLES, value: policy } }]);
  announce(['installed']);
}

/**
 * What needed each other before stays: somebody allowed it once, and without that nothing of its set could be changed any more.
 *
 * @throws GenError DependencyCycle with the `path` of the first modules that come to need each other.
 */
export function requireNoNewCycle(before: readonly PlannedRelease[], after: readonly PlannedRelease[]): void {
  const graph = (some: readonly PlannedRelease[]) => graphOf(new Map(some.map((one) => [one.id, one])));
  const isGroup = (group: readonly string[]): boolean => group.length > 1;
  const known = components(graph(before)).filter(isGroup);
  const next = graph(after);
  const place = components(next)
    .filter(isGroup)
    .findIndex((group) => !known.some((one) => group.every((id) => one.includes(id))));
  const path = cyclesOf(next)[place];
  if (path !== undefined) throw new GenError('DependencyCycle', 'cycle', { path });
}
