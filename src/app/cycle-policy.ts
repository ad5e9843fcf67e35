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
