import { GenError, toGenError } from '../core/errors.ts';
import type { ModuleId, Version } from '../core/ids.ts';
import { checkBinary } from '../core/wasm/check-binary.ts';
import type { BlobRow, InstallJob, PlannedRelease } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { fetchBinaries } from './fetch-binaries.ts';
import { installedMark } from './installed-mark.ts';
import { isDue, isFinished, mayPass, newJobId, putAttempt, putJob } from './jobs.ts';
import { planInstall } from './plan.ts';
import { blobBytes } from './texts.ts';

/** Held while what an unfinished install waits for is changed. */
export function requestLock(module: ModuleId): string {
  return `request/${module}`;
}

/**
 * Queues an install, durable when it resolves. One unfinished job per module: asking again answers with it, and
 * asking for another version while it still waits, for its turn or for a yes, changes what it waits for.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @param evenHidden modules that are hidden for this person, who said yes to them all the same.
 * @throws GenError InvalidState `busy` when another version is being installed.
 */
export async function requestInstall(
  device: Device,
  module: ModuleId,
  version?: Version,
  jobId = newJobId(),
  evenHidden?: readonly ModuleId[],
): Promise<InstallJob> {
  const { locks, tables } = device;
  return locks.exclusive(requestLock(module), async () => {
    const asked = await tables.get('jobs', jobId);
    if (asked?.kind === 'install') return asked;
    const open = (await tables.all('jobs'))
      .filter((job) => job.kind === 'install')
      .find((job) => job.module === module && !isFinished(job));
    const asksForMore = open?.version !== version || evenHidden !== undefined;
    if ((open?.state === 'queued' || open?.state === 'asking') && asksForMore) {
      const anew = { attempts: 0, retryAt: undefined, error: undefined, questions: undefined };
      return putJob(device, open, { version, evenHidden, ...anew, state: 'queued' });
    }
    if (open !== undefined && open.version === version) return open;
    if (open !== undefined) throw new GenError('InvalidState', 'busy', { id: module });
    const now = device.clock();
    const job: InstallJob = {
      id: jobId,
      kind: 'install',
      module,
      version,
      evenHidden,
      state: 'queued',
      createdAt: now,
      updatedAt: now,
      attempts: 0,
    };
    return putJob(device, job, {});
  });
}

export async function storedBlob(device: Device, { sha256 }: PlannedRelease): Promise<BlobRow> {
  const row = await device.tables.get('blobs', sha256);
  if (row === undefined) throw new GenError('NotFound', 'blob-lost', { sha256 });
  return row;
}

/** Plan → blobs on the device, structure checked → *fetched*. Resumes where it was cut off. */
async function fetchJob(device: Device, job: InstallJob, signal: AbortSignal): Promise<InstallJob> {
  // From here on the version cannot be changed any more; until now it may have been.
  const resolving = await device.locks.exclusive(requestLock(job.module), async () => {
    const latest = await device.tables.get('jobs', job.id);
    const current = latest?.kind === 'install' ? latest : job;
    // Before planning looks at it: what is installed from here on makes the plan anew.
    const plannedOver = installedMark(await device.tables.all('installations'));
    return putJob(device, current, { state: 'resolving', error: undefined, plannedOver });
  });
  const plan = await planInstall(device, resolving.module, resolving.version, signal);
  const fetched = await fetchBinaries(device, resolving, plan, signal);
  const verifying = await putJob(device, fetched, { state: 'verifying' });
  for (const release of plan) checkBinary(await blobBytes(await storedBlob(device, release)));
  return putJob(device, verifying, { state: 'fetched' });
}

/**
 * What is left when a plan is fetched and needs an engine. The job ends, is left `asking`, or is `queued` where something
 * else was installed than it was planned for.
 */
export type Finish = (device: Device, job: InstallJob, signal?: AbortSignal) => Promise<InstallJob>;

async function runJob(
  device: Device,
  job: InstallJob,
  finish: Finish | undefined,
  signal: AbortSignal,
): Promise<InstallJob> {
  for (let current = job; ;) {
    const fetched = current.state === 'fetched' ? current : await fetchJob(device, current, signal);
    if (finish === undefined) return fetched;
    current = await finish(device, fetched, signal);
    // At once, and not for ever: no other job is at work, so each further round is by something that a person uninstalled.
    if (current.state !== 'queued') return current;
  }
}

/** What waits for its next attempt is queued, unless only the switch is left to do. */
function waitingState({ state }: InstallJob): InstallJob['state'] {
  return state === 'fetched' ? state : 'queued';
}

/**
 * Runs the queued installs one after the other. Being stopped leaves every job as it is.
 *
 * @param finish absent where there is no engine for it (service worker): jobs end as *fetched*.
 * @returns the jobs that ended, or ask.
 */
export async function runInstalls(
  device: Device,
  due: 'all' | 'due',
  finish: Finish | undefined,
  signal: AbortSignal,
): Promise<InstallJob[]> {
  const jobs = (await device.tables.all('jobs')).filter((job) => job.kind === 'install');
  const open = jobs
    .filter((job) => isDue(job) && !(job.state === 'fetched' && finish === undefined))
    .filter((job) => due === 'all' || (job.retryAt ?? 0) <= device.clock())
    .sort((a, b) => a.createdAt - b.createdAt);
  const ended: InstallJob[] = [];
  for (const job of open) {
    try {
      ended.push(await runJob(device, job, finish, signal));
    } catch (thrown) {
      const error = toGenError(thrown);
      if (error.code === 'Cancelled' || signal.aborted) break;
      const latest = await device.tables.get('jobs', job.id);
      if (latest?.kind !== 'install' || isFinished(latest)) continue;
      if (mayPass(error)) await putAttempt(device, { ...latest, state: waitingState(latest) }, error);
      else ended.push(await putJob(device, latest, { state: 'failed', error: error.toJSON() }));
    }
  }
  return ended;
}
