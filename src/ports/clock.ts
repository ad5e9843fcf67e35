import type { Micros } from '../core/ids.ts';

/** Wall clock in microseconds; passed in so that tests decide the time. */
export type Clock = () => Micros;
