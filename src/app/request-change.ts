import { GenError } from '../core/errors.ts';
import type { ModuleId } from '../core/ids.ts';
import { DEFAULT_SET, type InstallRequest, type InstallWish, type WholeChange } from '../ports/sets.ts';
import type { InstallJob, SetJob, SwitchJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { activeSet } from './installed-set.ts';
import { isFinished, newJobId, putJob } from './jobs.ts';

/** Held while what an unfinished change waits for is changed. */
export function changeLock({ module, set }: Pick<SwitchJob, 'module' | 'set'>): string {
  return module === undefined ? `request/set ${set ?? ''}` : `request/${module}`;
}

const begun = (now: InstallJob['createdAt'], id: string) =>
  ({ id, state: 'queued', createdAt: now, updatedAt: now, attempts: 0 }) as const;

/** What was tried before says nothing any more. */
const ANEW = {
  state: 'queued',
  attempts: 0,
  retryAt: undefined,
  error: undefined,
  questions: undefined,
  setQuestion: undefined,
} as const;

/** Without what was said yes to. */
export function wishOf({ version, range, also, drop, prereleases, cycles }: InstallWish): InstallWish {
  return { version, range, also, drop, prereleases, cycles };
}

/** For its turn or for a yes: nothing is at work on it. */
const waits = ({ state }: SwitchJob): boolean => state === 'queued' || state === 'asking';

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * Queues an install, durable when it resolves. One unfinished job per module of a set: asking again answers with it, and
 * asking for something else while it still waits, for its turn or for a yes, changes what it waits for.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError InvalidState `busy` when another version is being installed.
 */
export async function requestInstall(
  device: Device,
  module: ModuleId,
  request: InstallRequest = {},
  jobId = newJobId(),
): Promise<InstallJob> {
  const { locks, tables } = device;
  const { evenHidden, agreed } = request;
  const set = request.set ?? (await activeSet(tables));
  return locks.exclusive(changeLock({ module, set }), async () => {
    const asked = await tables.get('jobs', jobId);
    if (asked?.kind === 'install') return asked;
    const open = (await tables.all('jobs'))
      .filter((job) => job.kind === 'install')
      .find((job) => job.module === module && (job.set ?? DEFAULT_SET) === set && !isFinished(job));
    const wish = wishOf(request);
    const marks = agreed === undefined ? undefined : [agreed];
    const isKnown = open !== undefined && isSame(wishOf(open), wish);
    if (open !== undefined && waits(open) && !(isKnown && evenHidden === undefined && agreed === undefined))
      return putJob(device, open, { ...wish, ...ANEW, evenHidden, agreed: marks ?? open.agreed });
    if (isKnown) return open;
    if (open !== undefined) throw new GenError('InvalidState', 'busy', { id: module });
    const job: InstallJob = {
      ...begun(device.clock(), jobId),
      ...wish,
      kind: 'install',
      module,
      set,
      evenHidden,
      agreed: marks,
    };
    return putJob(device, job, {});
  });
}

/**
 * Queues a change of a set as a whole, durable when it resolves. The same change that waits already is not queued twice: what is said
 * yes to with it now counts for that.
 */
export async function requestSetChange(
  device: Device,
  change: WholeChange,
  { set: named, agreed, evenHidden }: Pick<InstallRequest, 'set' | 'agreed' | 'evenHidden'> = {},
  jobId = newJobId(),
): Promise<SetJob> {
  const { locks, tables } = device;
  const set = named ?? (await activeSet(tables));
  return locks.exclusive(changeLock({ module: undefined, set }), async () => {
    const asked = await tables.get('jobs', jobId);
    if (asked?.kind === 'set') return asked;
    const open = (await tables.all('jobs'))
      .filter((job) => job.kind === 'set')
      .find((job) => job.set === set && !isFinished(job) && isSame(job.change, change));
    const marks = agreed === undefined ? undefined : [agreed];
    const isYes = evenHidden !== undefined || marks !== undefined;
    if (open !== undefined && isYes && waits(open))
      return putJob(device, open, {
        ...ANEW,
        evenHidden: evenHidden ?? open.evenHidden,
        agreed: marks ?? open.agreed,
      });
    if (open !== undefined) return open;
    const job: SetJob = {
      ...begun(device.clock(), jobId),
      kind: 'set',
      set,
      change,
      evenHidden,
      agreed: marks,
    };
    return putJob(device, job, {});
  });
}
