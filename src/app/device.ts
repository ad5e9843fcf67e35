import type { Micros, NamespaceId } from '../core/ids.ts';
import type { Explain } from '../core/resolve/solution.ts';
import type { Clock } from '../ports/clock.ts';
import type { BlobSource } from '../ports/downloads.ts';
import type { Topic } from '../ports/engine.ts';
import type { IdentityKeeper, Signers } from '../ports/identity.ts';
import type { Locks } from '../ports/lock.ts';
import type { RecordSource } from '../ports/records.ts';
import type { RelayClient } from '../ports/relay-client.ts';
import type { Tables } from '../ports/tables.ts';

/** What a use case works with: the engine, the service worker and the command line each make one. */
export interface Device {
  readonly namespace: NamespaceId;
  readonly tables: Tables;
  readonly relay: RelayClient;
  readonly identity: Signers;
  readonly records: RecordSource;
  readonly locks: Locks;
  readonly clock: Clock;
  /** Another relay, for binaries alone; absent: no other is asked. */
  readonly relayAt?: ((address: string) => BlobSource | undefined) | undefined;
  /** Bytes that may still be stored; absent, or `undefined`: nobody knows. */
  readonly room?: (() => Promise<number | undefined>) | undefined;
  /** Tells why modules cannot be installed together; absent where that is left to who shows it. */
  readonly explain?: Explain | undefined;
  /** Tells whoever shows these topics that they changed. */
  announce(topics: readonly Topic[]): void;
}

/** A device whose identity may be saved and replaced: the service worker's may not. */
export interface KeepingDevice extends Device {
  readonly identity: IdentityKeeper;
}

export const MAX_BLOB = 64 * 1024 * 1024;
/** Readme, changelog and review: text blobs. */
export const MAX_TEXT = 256 * 1024;
export const MAX_REVIEW = 4000;

export function wallClock(): Micros {
  return (Date.now() * 1000) as Micros;
}
