import type { PlainError } from '../core/errors.ts';
import type { Did, Micros } from '../core/ids.ts';
import type { Difference } from '../core/view/stories.ts';

/** A head of the namespace, as far as an alarm names it. */
export interface HeadFacts {
  readonly number: number;
  readonly time: Micros;
}

/**
 * The relay does not tell the story that this device knows. `rollback`: it shows an older head than before. `split`: the
 * same hand signed two things for one place, or leaves out what it gave.
 */
export type HistoryAlarm =
  | { readonly kind: 'rollback'; readonly at: Micros; readonly seen: HeadFacts; readonly shown: HeadFacts }
  | {
      readonly kind: 'split';
      readonly at: Micros;
      readonly difference: Difference;
      /** Further differences of the same exchange. */
      readonly more: number;
    };

export interface Connection {
  readonly state: 'online' | 'offline' | 'connecting';
  readonly relay: string;
  readonly registryRoot?: Did | undefined;
  /** When the catalogue last agreed with the relay's; absent: never on this device. */
  readonly syncedAt?: Micros | undefined;
  /** Time of the newest signed head of the namespace that was verified here. */
  readonly verifiedAt?: Micros | undefined;
  /** Since when a first head is awaited; what has none after a day is stale too. */
  readonly awaitedSince?: Micros | undefined;
  readonly alarm?: HistoryAlarm | undefined;
  /** Of a private registry: the parts of the names that this person was let read, `io.acme.*`; absent: all, or nothing. */
  readonly parts?: readonly string[] | undefined;
  /** Why there is no connection, where more is known than "no network". */
  readonly problem?: PlainError | undefined;
}
