import type { PlainError } from '../core/errors.ts';
import type { Did, Micros, ModuleId, Version } from '../core/ids.ts';
import type { InstallQuestion } from './import-rules.ts';
import type { HandOverDeed } from './ownership.ts';
import type { InstallWish, SetQuestion, WholeChange } from './sets.ts';

/**
 * Outgoing work: drafted → waiting-for-name → signed → sent → receipted | refused.
 * Installs: queued → resolving → downloading → verifying → fetched → (asking →) installed | failed.
 * `cancelled` ends both.
 */
export type ActivityState =
  | 'drafted'
  | 'waiting-for-name'
  | 'signed'
  | 'sent'
  | 'receipted'
  | 'refused'
  | 'queued'
  | 'resolving'
  | 'downloading'
  | 'verifying'
  | 'fetched'
  | 'asking'
  | 'installed'
  | 'failed'
  | 'cancelled';

/** Where to in the queue: before all that wait, or past a neighbour. */
export type Move = 'first' | 'up' | 'down';

export interface ActivityItem {
  readonly job: string;
  readonly kind:
    | 'publish'
    | 'rate'
    | 'report'
    | 'hide'
    | 'install'
    | 'set'
    | 'permit'
    | 'hand-over'
    | 'profile'
    | 'device';
  /** Absent for a `profile`, a `device` and a `set`: they are about no module. */
  readonly module?: ModuleId | undefined;
  readonly version?: Version | undefined;
  /** Of an update of modules that were named: which. */
  readonly about?: readonly ModuleId[] | undefined;
  readonly stars?: number | undefined;
  /** Of a `permit`: whom it concerns, and whether it lets in or ends. */
  readonly permit?: { readonly to: Did; readonly ends: boolean } | undefined;
  /** Of a `hand-over`. */
  readonly handOver?: { readonly to: Did; readonly deed: HandOverDeed } | undefined;
  /** Of a `report` or a `hide` about a review: whose. */
  readonly reviewOf?: Did | undefined;
  /** Of a `report` or a `hide`: whether it takes back what was said before. */
  readonly takesBack?: boolean | undefined;
  /** Of a `device`: which, and whether it is cut off. */
  readonly device?: { readonly did: Did; readonly ends: boolean } | undefined;
  /** Of a `profile` or a `device`. */
  readonly name?: string | undefined;
  readonly state: ActivityState;
  readonly createdAt: Micros;
  readonly updatedAt: Micros;
  /** Bytes, while downloading. */
  readonly progress?: { readonly done: number; readonly total: number } | undefined;
  /** Of an install: what was asked for. */
  readonly wish?: InstallWish | undefined;
  /** Of a `set`: what is done to it. */
  readonly change?: WholeChange['kind'] | 'bundle' | undefined;
  /** Of an install or a `set` that is `asking`. */
  readonly questions?: readonly InstallQuestion[] | undefined;
  readonly setQuestion?: SetQuestion | undefined;
  /** From 1, among what is done without anybody's yes; absent where that is nothing more. */
  readonly place?: number | undefined;
  readonly attempts: number;
  /** Not before: it was tried, and waits for its next attempt. */
  readonly retryAt?: Micros | undefined;
  readonly error?: PlainError | undefined;
  readonly canRetry: boolean;
  readonly canCancel: boolean;
  readonly canMove: boolean;
}
