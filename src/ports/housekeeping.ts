import type { Micros } from '../core/ids.ts';

/** A clean-up that made the present state of the active set. */
export interface CleanedUp {
  /** The number of that state, to `undo`. */
  readonly state: number;
  readonly at: Micros;
  /** For how many days nobody had used what it removed. */
  readonly days: number;
  /** Of what somebody had asked for. */
  readonly names: readonly string[];
  /** How many more went that only these needed. */
  readonly others: number;
}

export interface HousekeepingApi {
  /** After how many unused days a module is removed; `undefined`: never. */
  cleanUpDays(): Promise<number | undefined>;
  /** @throws GenError InvalidInput `clean-up-days` unless whole and 1 to 3650 */
  setCleanUpDays(days: number | undefined): Promise<void>;
  /** Until it is dismissed, or something else is changed. */
  cleanedUp(): Promise<CleanedUp | undefined>;
  dismissCleanUp(): Promise<void>;
}
