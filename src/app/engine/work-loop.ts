import { toGenError } from '../../core/errors.ts';
import type { JobRow } from '../../ports/tables.ts';
import type { Device } from '../device.ts';
import { drain, DRAIN_LOCK } from '../drain.ts';
import type { Finish } from '../install.ts';
import { isDue } from '../jobs.ts';

/** Drains the queues: when asked, and again when the next attempt is due. */
export interface WorkLoop {
  /** Resolves when there is nothing left to do now; failures are reported. */
  work(due: 'all' | 'due'): Promise<void>;
  /** Stops what is being done, does `act` with nothing else at work on a job, and goes on. */
  interrupt<T>(act: () => Promise<T>): Promise<T>;
}

export interface WorkLoopOptions {
  /** Waits for the engine to have started. */
  readonly device: () => Promise<Device>;
  readonly finish: Finish;
  /** After every round. */
  readonly afterwards: () => Promise<void>;
  /** Told whenever a round leaves work undone. */
  readonly handOver: () => void;
  readonly report: (fault: unknown) => void;
}

/** Milliseconds: a round that finds its work due at once does not spin. */
const SHORTEST_PAUSE = 500;

export function createWorkLoop({ device, finish, afterwards, handOver, report }: WorkLoopOptions): WorkLoop {
  let draining = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function planNextAttempt({ tables, clock }: Device): Promise<void> {
    const open = (await tables.all('jobs')).filter(isDue);
    if (open.length > 0) handOver();
    const times = open.map((job: JobRow) => job.retryAt).filter((time) => time !== undefined);
    clearTimeout(timer);
    if (times.length === 0) return;
    const delay = Math.max(SHORTEST_PAUSE, (Math.min(...times) - clock()) / 1000);
    timer = setTimeout(() => void work('due'), delay);
  }

  async function work(due: 'all' | 'due'): Promise<void> {
    try {
      const current = await device();
      try {
        await drain(current, { due, finish, signal: draining.signal });
      } finally {
        await afterwards();
        await planNextAttempt(current);
      }
    } catch (thrown) {
      report(toGenError(thrown));
    }
  }

  return {
    work,
    async interrupt(act) {
      // The drainer holds the jobs: it is stopped first, so that it does not write over what `act` changes.
      draining.abort();
      draining = new AbortController();
      try {
        return await (await device()).locks.exclusive(DRAIN_LOCK, act);
      } finally {
        void work('due');
      }
    },
  };
}
