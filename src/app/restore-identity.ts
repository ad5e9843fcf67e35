import { GenError } from '../core/errors.ts';
import type { IdentityFacts } from '../ports/identity.ts';
import type { Device, KeepingDevice } from './device.ts';
import { isFinished, isSwitch } from './jobs.ts';

/**
 * What is on its way is signed by the identity of now, and names are claimed for it.
 *
 * @throws GenError InvalidState `jobs-open`
 */
export async function requireNoOpenJobs({ tables }: Pick<Device, 'tables'>): Promise<void> {
  const jobs = await tables.all('jobs');
  const open = jobs.filter((job) => !isSwitch(job) && !isFinished(job));
  if (open.length > 0) throw new GenError('InvalidState', 'jobs-open', { jobs: open.length });
}

/**
 * Replaces this device's identity. What is on its way is signed by the present one, and names are claimed for it.
 *
 * @throws GenError InvalidState `jobs-open` while a publish or rating is on its way; InvalidInput `backup-file` |
 * PermissionDenied `passphrase`.
 */
export async function restoreIdentity(
  { tables, identity }: Pick<KeepingDevice, 'tables' | 'identity'>,
  backup: string,
  passphrase: string,
): Promise<IdentityFacts> {
  await requireNoOpenJobs({ tables });
  return identity.restore(backup, passphrase);
}
