import type { Micros } from '../core/ids.ts';

/** How fast bytes may come, all downloads together. */
export interface Pace {
  /** Waits until `bytes` more may be asked for. */
  passed(bytes: number, signal: AbortSignal): Promise<void>;
}

const FREE: Pace = { passed: () => Promise.resolve() };

/** @returns milliseconds from now until what has come by now may have come. */
function debt(startedAt: Micros, now: Micros, bytes: number, perSecond: number): number {
  return (1000 * bytes) / perSecond - (now - startedAt) / 1000;
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, milliseconds);
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

/**
 * A relay is read no faster than it is taken from: who waits here makes it wait.
 *
 * @param perSecond bytes; absent: as fast as they come.
 */
export function paceOf(perSecond: number | undefined, clock: () => Micros): Pace {
  if (perSecond === undefined) return FREE;
  const startedAt = clock();
  let total = 0;
  return {
    async passed(bytes, signal) {
      total += bytes;
      const wait = debt(startedAt, clock(), total, perSecond);
      if (wait > 0) await rest(wait, signal);
    },
  };
}
