import { GenError, toGenError } from '../core/errors.ts';
import type { PlannedRelease } from '../ports/sets.ts';
import type { SwitchJob } from '../ports/tables.ts';
import { MAX_BLOB, type Device } from './device.ts';
import { putJob } from './jobs.ts';

const PARALLEL = 4;
/** How often progress is written, in bytes. */
const PROGRESS_STEP = 256 * 1024;

/**
 * Fetches what the plan lacks on this device; each binary is kept as soon as its hash fits, so nothing is fetched
 * twice. The first failure stops the other downloads; nothing writes to the job any more when it is thrown.
 */
export async function fetchBinaries(
  device: Device,
  job: SwitchJob,
  plan: readonly PlannedRelease[],
  signal: AbortSignal,
): Promise<SwitchJob> {
  const kept = new Set(await device.tables.keys('blobs'));
  const missing = [...new Map(plan.map((release) => [release.sha256, release])).values()].filter(
    ({ sha256 }) => !kept.has(sha256),
  );
  const total = missing.reduce((sum, { size }) => sum + size, 0);
  const doneBytes = new Map<string, number>();
  let current = await putJob<SwitchJob>(device, job, {
    state: 'downloading',
    plan,
    progress: { done: 0, total },
  });
  let reported = 0;
  let reporting: Promise<void> = Promise.resolve();
  let failure: GenError | undefined;
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);

  function fail(thrown: unknown): void {
    failure ??= toGenError(thrown);
    stop.abort();
  }

  function report(sha256: string, done: number): void {
    doneBytes.set(sha256, done);
    const sum = [...doneBytes.values()].reduce((a, b) => a + b, 0);
    if (stopped.aborted || (sum - reported < PROGRESS_STEP && sum < total)) return;
    reported = sum;
    reporting = reporting
      .then(async () => {
        current = await putJob<SwitchJob>(device, current, { progress: { done: sum, total } });
      })
      .catch(fail);
  }

  async function fetchOne({ id, sha256, size }: PlannedRelease): Promise<void> {
    if (size > MAX_BLOB) throw new GenError('QuotaExceeded', 'too-large', { size, limit: MAX_BLOB });
    const onProgress = (done: number): void => report(sha256, done);
    const wanted = { limit: size, install: id, onProgress, signal: stopped };
    const content = await device.relay.blob(sha256, wanted);
    if (content.length !== size) throw new GenError('HashMismatch', 'size', { sha256, size: content.length });
    await device.tables.write([{ table: 'blobs', put: { sha256, size, content } }]);
  }

  const queue = [...missing];
  async function fetchNext(): Promise<void> {
    for (let release = queue.shift(); release !== undefined; release = queue.shift()) {
      if (stopped.aborted) return;
      await fetchOne(release).catch(fail);
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, missing.length) }, fetchNext));
  await reporting;
  signal.throwIfAborted();
  if (failure !== undefined) throw failure;
  return current;
}
