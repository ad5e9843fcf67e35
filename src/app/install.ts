import { GenError, toGenError } from '../core/errors.ts';
import type { Micros, ModuleId, Version } from '../core/ids.ts';
import { checkBinary } from '../core/wasm/check-binary.ts';
import type { BlobRow, InstallationRow, InstallJob, PlannedRelease, Write } from '../ports/tables.ts';
import { MAX_BLOB, type Device } from './device.ts';
import { isFinished, mayPass, newJobId, putAttempt, putJob } from './jobs.ts';
import { planInstall } from './plan.ts';
import { blobBytes } from './texts.ts';

/** Queues an install, durable when it resolves. One unfinished job per module: asking again answers with it. */
export async function requestInstall(
  device: Device,
  module: ModuleId,
  version?: Version,
): Promise<InstallJob> {
  return device.locks.exclusive(`request/${module}`, async () => {
    const open = (await device.tables.all('jobs')).find(
      (job) => job.kind === 'install' && job.module === module && !isFinished(job),
    );
    if (open?.kind === 'install') return open;
    const now = device.clock();
    const job: InstallJob = {
      id: newJobId(),
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

const PARALLEL = 4;
/** How often progress is written, in bytes. */
const PROGRESS_STEP = 256 * 1024;

/** Fetches what the plan lacks on this device; each binary is kept as soon as its hash fits, so nothing is fetched twice. */
async function fetchAll(
  device: Device,
  job: InstallJob,
  plan: readonly PlannedRelease[],
  signal: AbortSignal,
): Promise<InstallJob> {
  const kept = new Set(await device.tables.keys('blobs'));
  const missing = [...new Map(plan.map((release) => [release.sha256, release])).values()].filter(
    ({ sha256 }) => !kept.has(sha256),
  );
  const total = missing.reduce((sum, { size }) => sum + size, 0);
  const doneBytes = new Map<string, number>();
  let current = await putJob(device, job, { state: 'downloading', plan, progress: { done: 0, total } });
  let reported = 0;
  let reporting: Promise<unknown> = Promise.resolve();

  function report(sha256: string, done: number): void {
    doneBytes.set(sha256, done);
    const sum = [...doneBytes.values()].reduce((a, b) => a + b, 0);
    if (sum - reported < PROGRESS_STEP && sum < total) return;
    reported = sum;
    reporting = reporting.then(async () => {
      current = await putJob(device, current, { progress: { done: sum, total } });
    });
  }

  const queue = [...missing];
  async function fetchNext(): Promise<void> {
    for (let release = queue.shift(); release !== undefined; release = queue.shift()) {
      const { sha256, size } = release;
      if (size > MAX_BLOB) throw new GenError('QuotaExceeded', 'too-large', { size, limit: MAX_BLOB });
      const content = await device.relay.blob(sha256, {
        limit: size,
        onProgress: (done) => report(sha256, done),
        signal,
      });
      if (content.length !== size)
        throw new GenError('HashMismatch', 'size', { sha256, size: content.length });
      await device.tables.write([{ table: 'blobs', put: { sha256, size, content } }]);
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, missing.length) }, fetchNext));
  await reporting;
  return current;
}

async function storedBlob(device: Device, { sha256 }: PlannedRelease): Promise<BlobRow> {
  const row = await device.tables.get('blobs', sha256);
  if (row === undefined) throw new GenError('NotFound', 'blob-lost', { sha256 });
  return row;
}

/** Plan → blobs on the device, structure checked → *fetched*. Resumes where it was cut off. */
async function fetchJob(device: Device, job: InstallJob, signal: AbortSignal): Promise<InstallJob> {
  const resolving = await putJob(device, job, { state: 'resolving', error: undefined });
  const plan = await planInstall(device, job.module, job.version, signal);
  const fetched = await fetchAll(device, resolving, plan, signal);
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

/** What only an engine can do: compile every binary of the plan, then switch. */
async function finishJob(device: Device, job: InstallJob, compile: Compile): Promise<InstallJob> {
  const plan = job.plan ?? [];
  for (const release of plan) {
    const bytes = await blobBytes(await storedBlob(device, release));
    if (checkBinary(bytes) === 'core') await compile(bytes);
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

/**
 * Runs the queued installs one after the other.
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
      const latest = await device.tables.get('jobs', job.id);
      if (latest?.kind !== 'install' || isFinished(latest)) continue;
      if (error.code === 'Cancelled' || mayPass(error)) {
        const state = error.code === 'Network' ? 'queued' : latest.state;
        await putAttempt(device, { ...latest, state }, error);
      } else ended.push(await putJob(device, latest, { state: 'failed', error: error.toJSON() }));
    }
  }
  return ended;
}
