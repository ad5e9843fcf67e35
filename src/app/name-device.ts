import { encodeCapability } from '../core/access/capability-encoding.ts';
import { GenError } from '../core/errors.ts';
import type { Did } from '../core/ids.ts';
import type { DeviceJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { putDeviceJob } from './device-job.ts';
import { communalShare } from './hand-to-device.ts';
import { sayOfDevice } from './introduce-device.ts';
import { newJobId } from './jobs.ts';
import { parseName } from './set-profile.ts';
import { statedShare } from './stated-share.ts';

/** What a device was handed, as was said of it last; this one's own, which may not have been said yet. */
async function shareOf(device: Device, person: Did, did: Did): Promise<Uint8Array<ArrayBuffer>> {
  const said = await statedShare(device, person, did);
  if (said !== undefined) return encodeCapability(said);
  const { device: own } = await device.identity.facts();
  const share = own === did ? await communalShare(device) : undefined;
  if (share === undefined) throw new GenError('NotFound', 'device', { did });
  return encodeCapability(share.capability);
}

/**
 * Says how a device of this person is called; the newest counts.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError InvalidInput `empty` | `too-long` | `name-text`; NotFound `device`; PermissionDenied `main-key`; Storage.
 */
export async function nameDevice(
  device: Device,
  request: { readonly device: Did; readonly name: string },
  jobId = newJobId(),
): Promise<DeviceJob> {
  const asked = await device.tables.get('jobs', jobId);
  if (asked?.kind === 'device') return asked;
  const name = parseName(request.name);
  const main = await device.identity.main();
  if (main === undefined) throw new GenError('PermissionDenied', 'main-key');
  const capability = await shareOf(device, main.did, request.device);
  const record = await sayOfDevice(device, main, request.device, { name, capability });
  return putDeviceJob(device, { id: jobId, device: request.device, name, ends: false }, [record]);
}
