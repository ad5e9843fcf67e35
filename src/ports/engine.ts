import type { Did, Micros, ModuleId, Sha256, Version } from '../core/ids.ts';
import type { ModuleType } from '../core/module-type.ts';
import type { ActivityItem } from './activity.ts';
import type { Connection } from './connection.ts';
import type { DeviceApi } from './devices.ts';
import type { DownloadApi } from './downloads.ts';
import type { GraphApi } from './graph.ts';
import type { HousekeepingApi } from './housekeeping.ts';
import type { ImportRulesApi } from './import-rules.ts';
import type { ModerationApi } from './moderation.ts';
import type { Installation, ModuleAnswer, Person } from './module-page.ts';
import type { OwnershipApi } from './ownership.ts';
import type { PermissionApi } from './permissions.ts';
import type { SetApi } from './set-api.ts';
import type { InstallRequest } from './sets.ts';
import type { SearchApi } from './search.ts';

/**
 * What a page asks of the engine. Plain data both ways; every method may be called again after the engine
 * died without doing harm. Failures arrive as `GenError`.
 *
 * Changes are announced on the BroadcastChannel `CHANGES_CHANNEL` as a `Change`; a page that shows what a topic
 * covers asks again.
 */
export const CHANGES_CHANNEL = 'gen-registry/changes';

export type Topic =
  | 'connection'
  | 'catalogue'
  | 'installed'
  | 'activity'
  | 'identity'
  /** What people call themselves. */
  | 'people'
  /** Whose lists count here, and what they hide. */
  | 'moderation'
  /** What imports are granted without a question. */
  | 'import-rules'
  /** Searches that were saved here. */
  | 'searches'
  /** What the relay counted. */
  | 'aggregates'
  | `module/${string}`;

export interface Change {
  readonly topics: readonly Topic[];
}

export interface ReleaseDraft {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly tags: readonly string[];
  readonly licence: string;
  readonly type: ModuleType;
  readonly readme: string;
  readonly changelog: string;
  /** Who made it, where that is somebody else than the publisher. */
  readonly author?: string | undefined;
  readonly homepage: string;
  readonly repository: string;
  readonly dependencies: readonly {
    readonly id: string;
    readonly range: string;
    readonly optional?: boolean;
  }[];
  /** What it cannot be installed beside. */
  readonly conflicts?: readonly { readonly id: string; readonly range: string }[];
  /** Names of the exported functions that are offered; absent: all of them. */
  readonly exports?: readonly string[];
}

export type NameState = 'free' | 'yours' | 'taken' | 'unknown';

export interface Identity {
  /** The person. */
  readonly did: Did;
  /** The key that signs here. */
  readonly device: Did;
  /** Whether the person's own key is on this device: to let others in, cut devices off, hand over and back up. */
  readonly hasMain: boolean;
  readonly createdAt: Micros;
  /** When a backup file was last made or restored from; absent: never. */
  readonly backedUpAt?: Micros | undefined;
}

export interface EngineApi
  extends
    PermissionApi,
    ModerationApi,
    OwnershipApi,
    DeviceApi,
    ImportRulesApi,
    SearchApi,
    SetApi,
    GraphApi,
    DownloadApi,
    HousekeepingApi {
  connection(): Promise<Connection>;
  /** Tries the relay again now instead of at the next interval; drains the queues when it answers. */
  reconnect(): Promise<void>;
  /** The browser says the network is gone: the link closes now instead of when it times out. */
  networkLost(): Promise<void>;
  /** Somebody has looked at the alarm: it goes, and the relay's next head is believed as its first one was. */
  dismissAlarm(): Promise<void>;

  /** Opens the module's documents and answers with what is known; asked again on `module/<id>`. */
  module(id: ModuleId): Promise<ModuleAnswer>;
  /** Text blob (readme, review, changelog); from the device, else the relay, hash checked.
   * @throws GenError NotFound | Network | HashMismatch */
  text(hash: Sha256): Promise<string>;
  nameState(id: ModuleId): Promise<NameState>;

  /** Stores draft and binary durably, then signs and sends as far as the network allows. Resolves with the job
   * once everything is stored. @throws GenError InvalidInput (data.field names the form field) | WasmInvalid |
   * AlreadyExists | PermissionDenied | Storage | QuotaExceeded */
  publish(draft: ReleaseDraft, binary: Blob): Promise<string>;
  /** One rating per person and module: the newest counts. @throws GenError InvalidInput | Storage */
  rate(rating: { id: ModuleId; stars: number; review: string; version?: Version }): Promise<string>;

  /** Queues the install; resolves with the job once it is stored. @throws GenError InvalidState `busy` (something
   * else of it is under way) or `hidden` | Storage. What is hidden here is installed only after a yes to it: to all of
   * `data.ids` of the error, as a call or its job failed with. */
  install(id: ModuleId, request?: InstallRequest): Promise<string>;
  /** @returns the number of the state that the set is in then, to `undo`.
   * @throws GenError InvalidState `needed` when an installed module depends on it. */
  uninstall(id: ModuleId): Promise<number>;
  installed(): Promise<readonly Installation[]>;
  /** The verified bytes of an installed module. @throws GenError NotFound `installation` | `binary-lost`; HashMismatch `stored`: what is
   * not there, or does not fit, is fetched again */
  binary(id: ModuleId): Promise<Blob>;
  /** The proof file of an installed module; `undefined` where none could be made. @throws GenError Storage */
  proof(id: ModuleId): Promise<string | undefined>;

  /** Newest first. */
  activity(): Promise<readonly ActivityItem[]>;
  /** @param evenHidden of a change of what is installed: hidden modules that the person said yes to meanwhile.
   * @throws GenError InvalidState `not-retryable` */
  retry(job: string, evenHidden?: readonly ModuleId[]): Promise<void>;
  /** @throws GenError InvalidState `already-sent` */
  cancel(job: string): Promise<void>;
  /** Forgets what is finished. */
  clearActivity(): Promise<void>;
  /** What was typed and dropped for a publish that was refused or cancelled, to go on from. */
  draft(job: string): Promise<{ draft: ReleaseDraft; binary: Blob }>;

  /** What somebody is called, as far as this device knows; asked again on `people`. */
  profile(did: Did): Promise<Person | undefined>;
  /** Says what this person is called, and the domain that they hold if any. Resolves with the job.
   * @throws GenError InvalidInput (`empty`, `too-long`, `name-text`, `domain`) | Storage */
  setProfile(profile: { name: string; domain: string }): Promise<string>;

  identity(): Promise<Identity>;
  /** The identity, encrypted with the passphrase, as the text of a backup file. */
  backup(passphrase: string): Promise<string>;
  /** Replaces this device's identity. @throws GenError InvalidInput `backup-file` | PermissionDenied `passphrase` |
   * InvalidState `jobs-open` */
  restore(backup: string, passphrase: string): Promise<Identity>;
}
