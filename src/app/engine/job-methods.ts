import type { EngineApi } from '../../ports/engine.ts';
import type { Device } from '../device.ts';
import { moveJob } from '../queue.ts';
import { activity, cancelJob, clearFinished, draftOf, refuseSent, retryJob } from './activity.ts';

export interface JobMethodsOptions {
  readonly device: () => Promise<Device>;
  /** Makes all jobs' next attempts now. */
  readonly work: () => void;
  /** Stops what runs for something that must not happen beside it. */
  readonly interrupt: (act: () => Promise<void>) => Promise<void>;
  /** What was in the outbox may be there no more. */
  readonly withdrawn: () => Promise<void>;
}

export function jobMethods({
  device,
  work,
  interrupt,
  withdrawn,
}: JobMethodsOptions): Pick<
  EngineApi,
  'activity' | 'retry' | 'cancel' | 'moveJob' | 'clearActivity' | 'draft'
> {
  return {
    async activity() {
      return activity(await device());
    },
    async retry(job, evenHidden) {
      await retryJob(await device(), job, evenHidden);
      work();
    },
    async cancel(job) {
      const current = await device();
      // What cannot be stopped interrupts nothing else either.
      await refuseSent(current, job);
      await interrupt(() => cancelJob(current, job));
      await withdrawn();
    },
    async moveJob(job, move) {
      await moveJob(await device(), job, move);
    },
    async clearActivity() {
      await clearFinished(await device());
    },
    async draft(job) {
      return draftOf(await device(), job);
    },
  };
}
