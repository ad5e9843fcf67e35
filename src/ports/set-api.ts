import type { Micros, ModuleId, Version, VersionRange } from '../core/ids.ts';
import type { Ability } from '../core/wasm/abilities.ts';
import type { InstallWish, SetDeed, SetQuestion, WholeChange } from './sets.ts';

/** What becomes of one module by a change. */
export interface ChangeLine {
  readonly id: ModuleId;
  readonly name: string;
  /** Absent: it comes. */
  readonly from?: Version | undefined;
  /** Absent: it goes. */
  readonly to?: Version | undefined;
  /** `breaking`: not within `^` of the version before. `same`: another record of the same version. */
  readonly kind: 'added' | 'compatible' | 'breaking' | 'older' | 'same' | 'removed';
  /** Bytes of its binary. */
  readonly size: number;
}

/** A line of a plan: with what it takes, and what it may do that the installed one may not. */
export interface PlanLine extends ChangeLine {
  /** Bytes to download; 0: its binary is on this device. */
  readonly download: number;
  /** As its signed release declares it; of an update what is new. Absent: its records cannot be read just now, or it goes. */
  readonly abilities?: readonly Ability[] | undefined;
  /** Installed modules and others of the plan that need it. Empty: somebody asks for it. */
  readonly neededBy: readonly ModuleId[];
}

/** What a change would do, before anything is done. */
export interface PlanView {
  /** Dependencies first, then what goes. */
  readonly lines: readonly PlanLine[];
  /** Nothing is another one, and nothing is asked for in another way than before. */
  readonly isAsItWas: boolean;
  /** Bytes. */
  readonly download: number;
  /** What it does to modules that nobody named: a yes to it is given by its mark. */
  readonly question?: SetQuestion | undefined;
}

/** One state of the active set. */
export interface SetState {
  readonly number: number;
  readonly at: Micros;
  readonly deed: SetDeed;
  /** How many releases it holds. */
  readonly count: number;
  /** What was another one in the state before it. */
  readonly lines: readonly ChangeLine[];
  readonly isCurrent: boolean;
  /** Its binaries are on this device: to go back to it takes no network. */
  readonly isWhole: boolean;
}

export interface SetSummary {
  readonly name: string;
  readonly isActive: boolean;
  /** How many releases it holds, and their bytes. */
  readonly count: number;
  readonly size: number;
}

/** Sets of installed modules. What names none is about the active one. */
export interface SetApi {
  /** What an install would do. Nothing is stored or fetched but what says which releases there are.
   * @throws GenError NotFound | VersionConflict `no-solution` with `because`, and `ways` as `readWay` reads them | DependencyCycle |
   * InvalidState `unconfirmed` … | Network */
  plan(id: ModuleId, wish?: InstallWish): Promise<PlanView>;
  /** What a change of the whole set would do. @throws GenError as `plan`; NotFound `generation` */
  planSet(change: WholeChange): Promise<PlanView>;
  /** Queues it; resolves with the job once it is stored.
   * @param agreed the mark of a question that the person saw. */
  changeSet(change: WholeChange, agreed?: string): Promise<string>;
  /** Queues the way back to the state before this one, as long as it is the present one; resolves with the job once it is stored.
   * @throws GenError InvalidState `changed-since` */
  undo(state: number): Promise<string>;
  /** The newest first. */
  setStates(): Promise<readonly SetState[]>;
  /** Forgets all states but the present one, with the binaries that only those need. */
  forgetStates(): Promise<void>;
  /** By name, the default one first. */
  sets(): Promise<readonly SetSummary[]>;
  /** Makes it the active one; one that is not there begins empty. @throws GenError InvalidInput `set-name` */
  chooseSet(name: string): Promise<void>;
  /** With all that only it holds. @throws GenError InvalidState `active-set`; NotFound `set` */
  removeSet(name: string): Promise<void>;
  /** Whether a module is updated within what was asked for without being asked. @throws GenError NotFound `installation` */
  setAuto(id: ModuleId, on: boolean): Promise<void>;
  /** The active set as the text of a lockfile. */
  lockfile(): Promise<string>;
  cyclesAllowed(): Promise<boolean>;
  allowCycles(on: boolean): Promise<void>;
}

/** What was asked for of an installed module. */
export interface InstalledWish {
  readonly range: VersionRange;
  readonly auto: boolean;
}
