import { toGenError } from '../core/errors.ts';
import { deliver } from './deliver.ts';
import type { Device } from './device.ts';
import { runInstall, type Finish } from './install.ts';
import { isEarly, isSwitch } from './jobs.ts';
import { inTurn } from './queue.ts';
import type { JobRow } from '../ports/tables.ts';

export interface DrainOptions {
  /** `all`: also what waits for its next attempt (network came back, a person pressed Retry). */
  readonly due: 'all' | 'due';
  readonly finish: Finish | undefined;
  readonly signal: AbortSignal;
}

/** Held by whoever works on jobs or ends them. */
export const DRAIN_LOCK = 'drain';

async function drainAll(device: Device, { due, finish, signal }: DrainOptions): Promise<JobRow[]> {
  const ended: JobRow[] = [];
  let isSilent = false;
  for await (const job of inTurn(device.tables)) {
    if (signal.aborted) break;
    if (due === 'due' && isEarly(job, device.clock())) continue;
    if (isSwitch(job) ? job.state === 'fetched' && finish === undefined : isSilent) continue;
    try {
      const end = await (isSwitch(job)
        ? runInstall(device, job, finish, signal)
        : deliver(device, job, signal));
      if (end !== undefined) ended.push(end);
    } catch (thrown) {
      const error = toGenError(thrown);
      if (error.code === 'Cancelled') break;
      if (error.code !== 'Network') throw error;
      // Nobody was there to take it: nothing else is sent in this round.
      isSilent = true;
    }
  }
  return ended;
}

/**
 * Does all outgoing and queued work in the order of the queue, one drainer at a time across tabs and workers. Being stopped
 * leaves every job as it is.
 *
 * @returns what ended, or asks.
 */
export function drain(device: Device, options: DrainOptions): Promise<JobRow[]> {
  return device.locks.exclusive(DRAIN_LOCK, () => drainAll(device, options));
}
