import type { Micros, ModuleId } from '../core/ids.ts';

/** What the browser says. */
export interface StorageEstimate {
  /** Bytes; an estimate. */
  readonly used: number;
  readonly quota: number;
  /** It is not cleared when the device runs out of space. */
  readonly persisted: boolean;
}

/** Bytes of the binaries of a module, in all sets. */
export interface ModuleStorage {
  readonly id: ModuleId;
  readonly name: string;
  /** Of releases that are installed. */
  readonly installed: number;
  /** Of others, that only former states name. */
  readonly former: number;
}

export interface StorageUse extends StorageEstimate {
  /** The largest first. */
  readonly modules: readonly ModuleStorage[];
}

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
  storage(): Promise<StorageUse>;
}
