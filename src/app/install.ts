import { GenError, toGenError } from '../core/errors.ts';
import { checkBinary } from '../core/wasm/check-binary.ts';
import { DEFAULT_SET, type PlannedRelease, type SetRow } from '../ports/sets.ts';
import type { BlobRow, SwitchJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { fetchBinaries } from './fetch-binaries.ts';
import { setNamed } from './installed-set.ts';
import { isDue, isFinished, isSwitch, mayPass, putAttempt, putJob } from './jobs.ts';
import { planJob } from './plan-job.ts';
import { changeLock } from './request-change.ts';
import { setMark } from './switch-set.ts';
import { blobBytes } from './texts.ts';

export async function storedBlob(device: Device, { sha256 }: PlannedRelease): Promise<BlobRow> {
  const row = await device.tables.get('blobs', sha256);
  if (row === undefined) throw new GenError('NotFound', 'blob-lost', { sha256 });
  return row;
}

/** What of a plan is not installed: only this is fetched, checked and asked about. */
export function freshIn(plan: readonly PlannedRelease[], { generation }: SetRow): readonly PlannedRelease[] {
  const installed = new Set(generation.releases.map(({ record }) => record));
  return plan.filter(({ record }) => !installed.has(record));
}

/** Bytes: a larger binary is read whole only once, by the engine that compiles it; a service worker has no memory for that. */
const WALKED_AT_ONCE = 8 * 1024 * 1024;

/** Plan → blobs on the device, structure checked → *fetched*. Resumes where it was cut off. */
async function fetchJob(device: Device, job: SwitchJob, signal: AbortSignal): Promise<SwitchJob> {
  // From here on the version cannot be changed any more; until now it may have been.
  const [resolving, set] = await device.locks.exclusive(changeLock(job), async () => {
    const latest = await device.tables.get('jobs', job.id);
    const current = latest !== undefined && isSwitch(latest) ? latest : job;
    // Before planning looks at it: what is installed from here on makes the plan anew.
    const present = await setNamed(device.tables, current.set ?? DEFAULT_SET);
    const change = { state: 'resolving', error: undefined, plannedOver: setMark(present) } as const;
    return [await putJob<SwitchJob>(device, current, change), present] as const;
  });
  const { wishes, releases } = await planJob(device, set, resolving, signal);
  // With the plan, before it is looked which binaries are here: what a plan names is not removed.
  const planned = await putJob<SwitchJob>(device, resolving, { wishes, plan: releases });
  const fetched = await fetchBinaries(device, planned, releases, signal);
  const verifying = await putJob<SwitchJob>(device, fetched, { state: 'verifying' });
  for (const release of freshIn(releases, set))
    if (release.size <= WALKED_AT_ONCE) checkBinary(await blobBytes(await storedBlob(device, release)));
  return putJob<SwitchJob>(device, verifying, { state: 'fetched' });
}

/**
 * What is left when a plan is fetched and needs an engine. The job ends, is left `asking`, or is `queued` where something
 * else was installed than it was planned for.
 */
export type Finish = (device: Device, job: SwitchJob, signal?: AbortSignal) => Promise<SwitchJob>;

async function runJob(
  device: Device,
  job: SwitchJob,
  finish: Finish | undefined,
  signal: AbortSignal,
): Promise<SwitchJob> {
  for (let current = job; ;) {
    const fetched = current.state === 'fetched' ? current : await fetchJob(device, current, signal);
    if (finish === undefined) return fetched;
    current = await finish(device, fetched, signal);
    // At once, and not for ever: no other job is at work, so each further round is by something that a person uninstalled.
    if (current.state !== 'queued') return current;
  }
}

/** What waits for its next attempt is queued, unless only the switch is left to do. */
function waitingState({ state }: SwitchJob): SwitchJob['state'] {
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
): Promise<SwitchJob[]> {
  const jobs = (await device.tables.all('jobs')).filter(isSwitch);
  const open = jobs
    .filter((job) => isDue(job) && !(job.state === 'fetched' && finish === undefined))
    .filter((job) => due === 'all' || (job.retryAt ?? 0) <= device.clock())
    .sort((a, b) => a.createdAt - b.createdAt);
  const ended: SwitchJob[] = [];
  for (const job of open) {
    try {
      ended.push(await runJob(device, job, finish, signal));
    } catch (thrown) {
      const error = toGenError(thrown);
      if (error.code === 'Cancelled' || signal.aborted) break;
      const latest = await device.tables.get('jobs', job.id);
      if (latest === undefined || !isSwitch(latest) || isFinished(latest)) continue;
      if (mayPass(error))
        await putAttempt<SwitchJob>(device, { ...latest, state: waitingState(latest) }, error);
      else ended.push(await putJob<SwitchJob>(device, latest, { state: 'failed', error: error.toJSON() }));
    }
  }
  return ended;
}
