import { GenError } from '../core/errors.ts';
import type { ModuleId } from '../core/ids.ts';
import type { Generation, InstallWish, SetDeed, SetRow } from '../ports/sets.ts';
import type { InstallJob, SetJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { planChange, type SetChange, type SetPlan } from './plan.ts';
import { planLockfile } from './plan-lockfile.ts';

type Install = InstallWish & Pick<InstallJob, 'kind' | 'module'>;

/** What is asked for of a set, before anybody works on it. */
export type Asked = Install | Pick<SetJob, 'kind' | 'change'>;

/**
 * Modules that the person named who asked for it: what becomes of these is no surprise. Who goes to a certain state of a set, or takes
 * one over, has named all of it.
 */
export function namedBy(job: Asked): ReadonlySet<ModuleId> | 'all' {
  if (job.kind === 'install')
    return new Set([job.module, ...(job.also ?? []).map(({ id }) => id), ...(job.drop ?? [])]);
  return job.change.kind === 'update' ? new Set(job.change.ids) : 'all';
}

/** What a generation will say of how it came to be. */
export function deedOf(job: Asked, { generation }: SetRow): SetDeed {
  if (job.kind === 'install') {
    const isHere = generation.releases.some(({ id }) => id === job.module);
    return { kind: isHere ? 'update' : 'install', ids: [job.module] };
  }
  const { change } = job;
  if (change.kind === 'back') return { kind: 'back', to: change.to };
  if (change.kind === 'repair') return generation.deed;
  return change.kind === 'update' ? { kind: 'update', ids: change.ids ?? [] } : { kind: 'lockfile' };
}

function installChange({ module: id, version, range, also = [], ...rest }: Install): SetChange {
  const { drop, prereleases, cycles } = rest;
  return { want: [{ id, version, range }, ...also], drop, prereleases, cycles };
}

async function formerState({ tables }: Device, set: string, number: number): Promise<Generation> {
  const row = await tables.get('generations', `${set} ${number}`);
  if (row === undefined) throw new GenError('NotFound', 'generation', { set, number });
  return row.generation;
}

/** What a set becomes by what is asked for. @throws GenError as `planChange`; NotFound `generation`. */
export async function planJob(
  device: Device,
  { name, generation }: SetRow,
  job: Asked,
  signal?: AbortSignal,
): Promise<SetPlan> {
  if (job.kind === 'install') return planChange(device, generation, installChange(job), signal);
  const { change } = job;
  switch (change.kind) {
    case 'update':
      return planChange(device, generation, { update: change.ids ?? 'all' }, signal);
    case 'lockfile':
      return planLockfile(device, generation, change, signal);
    case 'back':
      return formerState(device, name, change.to);
    case 'repair':
      return generation;
  }
}
