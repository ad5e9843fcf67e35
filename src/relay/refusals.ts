import type { FastifyBaseLogger } from 'fastify';
import type { GenError } from '../core/errors.ts';
import type { Metrics, Refused } from './metrics.ts';

/** Everything that a relay does not take is counted, with its reason, and logged without flooding the log. */
export interface Refusals {
  report(what: Refused, error: GenError, facts?: Readonly<Record<string, unknown>>): void;
}

/** Of refusals that are alike one is logged in this time, with the number of those that were not. */
const QUIET_MS = 10_000;

interface Logged {
  at: number;
  unlogged: number;
}

/** @param clock milliseconds. */
export function refusals(log: FastifyBaseLogger, metrics: Metrics, clock: () => number): Refusals {
  const last = new Map<string, Logged>();
  return {
    report(what, error, facts = {}) {
      const { code, reason, data } = error;
      metrics.refused(what, error);
      const kind = `${what} ${code} ${reason}`;
      const logged = last.get(kind);
      if (logged !== undefined && clock() - logged.at < QUIET_MS) {
        logged.unlogged += 1;
        return;
      }
      last.set(kind, { at: clock(), unlogged: 0 });
      const line = { ...facts, code, reason, data, alike: logged?.unlogged ?? 0 };
      if (reason === 'unexpected') log.error({ ...line, err: error.cause }, `${what} not judged`);
      else log.info(line, `${what} refused`);
    },
  };
}
