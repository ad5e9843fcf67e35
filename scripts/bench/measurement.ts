import { median, quantile } from './statistics.ts';

/** One line of the table. Times are milliseconds. */
export interface Measurement {
  readonly what: string;
  readonly runs: number;
  readonly median: number;
  readonly p95: number;
  /** The least that the same work could cost, measured in the same run. */
  readonly floor: { readonly what: string; readonly median: number };
  /** `median` in floors. */
  readonly ratio: number;
  /** Bytes by name, where they matter. */
  readonly bytes?: Readonly<Record<string, number>>;
  /** Why there are no times: `runs` is 0, and they are no numbers. */
  readonly failure?: string;
}

export function measurement(
  what: string,
  times: readonly number[],
  floor: { readonly what: string; readonly times: readonly number[] },
  bytes?: Readonly<Record<string, number>>,
): Measurement {
  const middle = median(times);
  const least = median(floor.times);
  const measured = {
    what,
    runs: times.length,
    median: middle,
    p95: quantile(times, 0.95),
    floor: { what: floor.what, median: least },
    ratio: middle / least,
  };
  return bytes === undefined ? measured : { ...measured, bytes };
}
