import { GenError } from '../core/errors.ts';
import type { DeviceJob } from '../ports/tables.ts';
import type { Context, OpenDevice } from './context.ts';
import { carryOut } from './work.ts';

/** Tells the registry what was said of a device, as far as it goes now. @throws GenError as `carryOut`. */
export async function deviceJob(context: Context, opened: OpenDevice, id: string): Promise<DeviceJob> {
  const job = await opened.device.tables.get('jobs', id);
  if (job?.kind !== 'device') throw new GenError('NotFound', 'job', { job: id });
  return carryOut(context, opened, job);
}

export function deviceJobJson({ id, device, name, ends, state, error }: DeviceJob) {
  return { job: id, device, name, ends, state, error };
}
