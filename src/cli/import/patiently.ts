import { setTimeout as sleep } from 'node:timers/promises';
import { mayPass } from '../../app/jobs.ts';
import { GenError, toGenError } from '../../core/errors.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A relay that restarts is waited for; one that is gone is not. */
const MOST_FAILURES = 8;
/** A wait that a person would wonder about, in milliseconds. */
const WORTH_SAYING = 5000;

export interface Patience {
  readonly signal: AbortSignal;
  /** Lets some milliseconds pass, because of that. @throws GenError Cancelled */
  pause(error: GenError, ms: number): Promise<void>;
}

/** @param onWait told of a longer wait before it begins. */
export function patienceUntil(signal: AbortSignal, onWait: (error: GenError, ms: number) => void): Patience {
  return {
    signal,
    async pause(error, ms) {
      if (ms >= WORTH_SAYING) onWait(error, ms);
      try {
        await sleep(ms, undefined, { signal });
      } catch (thrown) {
        throw new GenError('Cancelled', 'aborted', {}, thrown);
      }
    },
  };
}

/** As long as the relay says, or longer with each time. */
export function waitAfter(error: GenError, attempt: number): number {
  const said = Number(error.data['retryAfterMs'] ?? 0);
  return Math.max(said, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10)));
}

/** Again while that may help; as long as it takes where a quota is used up. @throws GenError what does not pass; Cancelled. */
export async function patiently<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    if (patience.signal.aborted) throw new GenError('Cancelled', 'aborted');
    try {
      return await work();
    } catch (thrown) {
      const error = toGenError(thrown);
      const isFull = error.code === 'QuotaExceeded';
      if (!mayPass(error) || (!isFull && attempt >= MOST_FAILURES)) throw error;
      await patience.pause(error, waitAfter(error, attempt));
    }
  }
}
