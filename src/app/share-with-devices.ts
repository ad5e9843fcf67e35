import type { ModuleId } from '../core/ids.ts';
import type { GenRecord } from '../core/record/record.ts';
import { statedFor } from '../core/view/stated-capabilities.ts';
import type { Device } from './device.ts';
import { shareModule } from './device-share.ts';
import { knownDevices } from './introduce-device.ts';
import type { Known } from './permission.ts';

/**
 * Lets this person's other devices write below a module that they were not told of: a new name, or one that could not be read
 * when they were paired. They find it in the module's document. Nothing where the main key is elsewhere.
 */
export async function shareWithDevices(device: Device, known: Known, id: ModuleId): Promise<GenRecord[]> {
  const main = await device.identity.main();
  if (main === undefined) return [];
  const { device: own } = await device.identity.facts();
  const others = (await knownDevices(device, main.did)).filter(
    ({ did, ended }) => did !== own && ended === undefined,
  );
  const records: GenRecord[] = [];
  for (const { did } of others) {
    if ((await statedFor(did, id, known.set)).length > 0) continue;
    records.push(...(await shareModule(device, known, id, { main, to: did })).records);
  }
  return records;
}
