import { deliver } from './deliver.ts';
import type { Device } from './device.ts';
import { runInstalls, type Finish } from './install.ts';
import type { JobRow } from '../ports/tables.ts';

export interface DrainOptions {
  /** `all`: also what waits for its next attempt (network came back, a person pressed Retry). */
  readonly due: 'all' | 'due';
  readonly finish: Finish | undefined;
  readonly signal: AbortSignal;
}

/** Held by whoever works on jobs or ends them. */
export const DRAIN_LOCK = 'drain';

/** Does all outgoing and queued work, one drainer at a time across tabs and workers. @returns what ended. */
export function drain(device: Device, { due, finish, signal }: DrainOptions): Promise<JobRow[]> {
  return device.locks.exclusive(DRAIN_LOCK, async () => [
    ...(await deliver(device, due, signal)),
    ...(await runInstalls(device, due, finish, signal)),
  ]);
}
