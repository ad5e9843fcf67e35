import type { Device } from '../../src/app/device.ts';
import { activeSet, setNamed } from '../../src/app/installed-set.ts';
import { planChange } from '../../src/app/plan.ts';
import type { ModuleId, Version } from '../../src/core/ids.ts';
import type { PlannedRelease } from '../../src/ports/sets.ts';

/** What a device would have installed after the install of a module. */
export async function planInstall(
  device: Device,
  id: ModuleId,
  version?: Version,
): Promise<readonly PlannedRelease[]> {
  const { generation } = await setNamed(device.tables, await activeSet(device.tables));
  return (await planChange(device, generation, { want: [{ id, version }] })).releases;
}
