import { GenError, toGenError } from '../core/errors.ts';
import type { Micros, ModuleId, Version } from '../core/ids.ts';
import { checkBinary } from '../core/wasm/check-binary.ts';
import type { BlobRow, InstallationRow, InstallJob, PlannedRelease, Write } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { fetchBinaries } from './fetch-binaries.ts';
import { isFinished, mayPass, newJobId, putAttempt, putJob } from './jobs.ts';
import { planInstall } from './plan.ts';
import { blobBytes } from './texts.ts';

function requestLock(module: ModuleId): string {
  return `request/${module}`;
}

/**
 * Queues an install, durable when it resolves. One unfinished job per module: asking again answers with it, and
 * asking for another version while it still waits changes what it waits for.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError InvalidState `busy` when another version is being installed.
 */
export async function requestInstall(
  device: Device,
  module: ModuleId,
  version?: Version,
  jobId = newJobId(),
): Promise<InstallJob> {
  const { locks, tables } = device;
  return locks.exclusive(requestLock(module), async () => {
    const asked = await tables.get('jobs', jobId);
    if (asked?.kind === 'install') return asked;
    const open = (await tables.all('jobs'))
      .filter((job) => job.kind === 'install')
      .find((job) => job.module === module && !isFinished(job));
    if (open !== undefined && open.version === version) return open;
    if (open?.state === 'queued') {
      return putJob(device, open, { version, attempts: 0, retryAt: undefined, error: undefined });
    }
    if (open !== undefined) throw new GenError('InvalidState', 'busy', { id: module });
    const now = device.clock();
    const job: InstallJob = {
      id: jobId,
      kind: 'install',
      module,
      version,
      state: 'queued',
      createdAt: now,
      updatedAt: now,
      attempts: 0,
    };
    return putJob(device, job, {});
  });
}

async function storedBlob(device: Device, { sha256 }: PlannedRelease): Promise<BlobRow> {
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
    return putJob(device, current, { state: 'resolving', error: undefined });
  });
  const plan = await planInstall(device, resolving.module, resolving.version, signal);
  const fetched = await fetchBinaries(device, resolving, plan, signal);
  const verifying = await putJob(device, fetched, { state: 'verifying' });
  for (const release of plan) checkBinary(await blobBytes(await storedBlob(device, release)));
  return putJob(device, verifying, { state: 'fetched' });
}

/** The switch: all installations of the plan at once, or none. */
function switchWrites(
  plan: readonly PlannedRelease[],
  job: InstallJob,
  before: readonly InstallationRow[],
  now: Micros,
): Write[] {
  const wanted = new Set(before.filter((row) => row.wanted).map(({ id }) => id));
  return plan.map((release) => ({
    table: 'installations',
    put: { ...release, installedAt: now, wanted: release.id === job.module || wanted.has(release.id) },
  }));
}

/** An engine that refuses the bytes will refuse them again. */
async function compiled(
  { id }: PlannedRelease,
  bytes: Uint8Array<ArrayBuffer>,
  compile: Compile,
): Promise<void> {
  try {
    await compile(bytes);
  } catch (thrown) {
    if (thrown instanceof GenError) throw thrown;
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    throw new GenError('WasmInvalid', 'compile', { id, text }, thrown);
  }
}

/** What only an engine can do: compile every binary of the plan, then switch. */
async function finishJob(device: Device, job: InstallJob, compile: Compile): Promise<InstallJob> {
  const plan = job.plan ?? [];
  for (const release of plan) {
    const bytes = await blobBytes(await storedBlob(device, release));
    if (checkBinary(bytes) === 'core') await compiled(release, bytes, compile);
  }
  const before = await device.tables.all('installations');
  const writes = switchWrites(plan, job, before, device.clock());
  const done = await putJob(device, job, { state: 'installed', error: undefined }, writes);
  device.announce(['installed', 'catalogue', ...plan.map(({ id }) => `module/${id}` as const)]);
  return done;
}

/** @throws when the engine refuses the bytes. */
export type Compile = (bytes: Uint8Array<ArrayBuffer>) => Promise<unknown>;

async function runJob(
  device: Device,
  job: InstallJob,
  compile: Compile | undefined,
  signal: AbortSignal,
): Promise<InstallJob> {
  const fetched = job.state === 'fetched' ? job : await fetchJob(device, job, signal);
  return compile === undefined ? fetched : finishJob(device, fetched, compile);
}

/** What waits for its next attempt is queued, unless only the switch is left to do. */
function waitingState({ state }: InstallJob): InstallJob['state'] {
  return state === 'fetched' ? state : 'queued';
}

/**
 * Runs the queued installs one after the other. Being stopped leaves every job as it is.
 *
 * @param compile absent where there is no engine for it (service worker): jobs end as *fetched*.
 * @returns the jobs that ended.
 */
export async function runInstalls(
  device: Device,
  due: 'all' | 'due',
  compile: Compile | undefined,
  signal: AbortSignal,
): Promise<InstallJob[]> {
  const jobs = (await device.tables.all('jobs')).filter((job) => job.kind === 'install');
  const open = jobs
    .filter((job) => !isFinished(job) && !(job.state === 'fetched' && compile === undefined))
    .filter((job) => due === 'all' || (job.retryAt ?? 0) <= device.clock())
    .sort((a, b) => a.createdAt - b.createdAt);
  const ended: InstallJob[] = [];
  for (const job of open) {
    try {
      ended.push(await runJob(device, job, compile, signal));
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
