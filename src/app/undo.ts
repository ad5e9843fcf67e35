import { GenError } from '../core/errors.ts';
import type { InstalledRelease, SetRow } from '../ports/sets.ts';
import type { SetJob, SwitchJob, Tables } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { activeSet, setNamed } from './installed-set.ts';
import { requestSetChange } from './request-change.ts';

/**
 * Queues the way back from the present state of the active set to the one before.
 *
 * @param state its number, as who asks for it knows it: what was changed since is not undone with it.
 * @throws GenError InvalidState `changed-since`.
 */
export async function undo(device: Device, state: number, jobId?: string): Promise<SetJob> {
  const { tables } = device;
  const asked = jobId === undefined ? undefined : await tables.get('jobs', jobId);
  if (asked?.kind === 'set') return asked;
  const { generation } = await setNamed(tables, await activeSet(tables));
  if (generation.number !== state) throw new GenError('InvalidState', 'changed-since', { state });
  return requestSetChange(device, { kind: 'back', to: state - 1 }, {}, jobId);
}

/**
 * What a change brings back that the present state of the set only took away. It was agreed to when it was installed, and nothing has
 * come in its place, so nobody is asked about it again.
 */
export async function broughtBack(
  tables: Tables,
  { name, generation: { number, deed } }: SetRow,
  job: SwitchJob,
): Promise<readonly InstalledRelease[]> {
  if (deed.kind !== 'uninstall' && deed.kind !== 'clean-up') return [];
  if (job.kind !== 'set' || job.change.kind !== 'back' || job.change.to !== number - 1) return [];
  return (await tables.get('generations', `${name} ${number - 1}`))?.generation.releases ?? [];
}
