import { GenError, toGenError } from '../core/errors.ts';
import type { PlannedRelease } from '../ports/sets.ts';
import type { SwitchJob } from '../ports/tables.ts';
import { keptChunks, lengthOf } from './chunks.ts';
import { MAX_BLOB, type Device } from './device.ts';
import { download } from './download.ts';
import { downloadSettings } from './download-settings.ts';
import { putJob } from './jobs.ts';
import { paceOf } from './pace.ts';
import { madeRoom, requireRoom } from './room.ts';

/** What a plan lacks on this device, each binary once, and how many bytes of it are here. */
async function missingOf({ tables }: Device, plan: readonly PlannedRelease[]) {
  const [blobs, chunks] = await Promise.all([tables.keys('blobs'), tables.keys('chunks')]);
  const kept = new Set(blobs);
  const missing = [...new Map(plan.map((release) => [release.sha256, release])).values()];
  return missing
    .filter(({ sha256 }) => !kept.has(sha256))
    .map((release) => ({ release, here: lengthOf(keptChunks(chunks, release.sha256)) }));
}

/**
 * Fetches what the plan lacks on this device, several at once and from several relays as the device is set; what has come stays, so
 * nothing is fetched twice. The first failure stops the other downloads; nothing writes to the job any more when it is thrown.
 *
 * @throws GenError as `download`; QuotaExceeded `too-large`, or `storage-full` with `needed` and `free` bytes before anything is asked for.
 */
export async function fetchBinaries(
  device: Device,
  job: SwitchJob,
  plan: readonly PlannedRelease[],
  signal: AbortSignal,
): Promise<SwitchJob> {
  const missing = await missingOf(device, plan);
  const large = missing.find(({ release }) => release.size > MAX_BLOB)?.release;
  if (large !== undefined)
    throw new GenError('QuotaExceeded', 'too-large', { size: large.size, limit: MAX_BLOB });
  await requireRoom(device, missing);
  const total = missing.reduce((sum, { release }) => sum + release.size, 0);
  const arrived = new Map(missing.map(({ release, here }) => [release.sha256, here]));
  const progress = () => ({ done: [...arrived.values()].reduce((a, b) => a + b, 0), total });
  let current = await putJob<SwitchJob>(device, job, { state: 'downloading', plan, progress: progress() });
  let last: Promise<unknown> = Promise.resolve();
  let failure: GenError | undefined;
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);

  const { parallel, perSecond, relays } = await downloadSettings(device.tables);
  const further = relays.flatMap((address) => device.relayAt?.(address) ?? []);
  const sources = [device.relay, ...further];
  const pace = paceOf(perSecond, device.clock);

  async function fetchOne(release: PlannedRelease): Promise<void> {
    await download(device, release, {
      sources,
      pace,
      signal: stopped,
      keep(writes, here) {
        // One after the other: each puts the job as the one before has left it.
        const turn = last.then(async () => {
          arrived.set(release.sha256, here);
          const put = () => putJob<SwitchJob>(device, current, { progress: progress() }, writes);
          current = await put().catch((thrown: unknown) => madeRoom(device, thrown).then(put));
        });
        last = turn.catch(() => undefined);
        return turn;
      },
    });
  }

  const queue = missing.map(({ release }) => release);
  async function fetchNext(): Promise<void> {
    for (let release = queue.shift(); release !== undefined && !stopped.aborted; release = queue.shift()) {
      try {
        await fetchOne(release);
      } catch (thrown) {
        failure ??= toGenError(thrown);
        stop.abort();
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(parallel, missing.length) }, fetchNext));
  signal.throwIfAborted();
  if (failure !== undefined) throw failure;
  return current;
}
