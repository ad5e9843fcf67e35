import type { PlainError } from '../core/errors.ts';
import type { Did, Micros, ModuleId, Sha256, Version } from '../core/ids.ts';
import type { Imitation } from '../core/imitation.ts';
import type { ModuleType } from '../core/module-type.ts';
import type { Histogram, ModuleAggregate } from '../core/view/aggregate.ts';
import type { Dependency, ModuleView, RatingsView } from '../core/view/module-view.ts';
import type { ProfileView } from '../core/view/fold-profile.ts';
import type { Hiding } from '../core/view/moderation.ts';
import type { DeviceApi } from './devices.ts';
import type { Connection } from './connection.ts';
import type { ImportRulesApi, InstallQuestion } from './import-rules.ts';
import type { ModerationApi } from './moderation.ts';
import type { HandOverDeed, OwnershipApi } from './ownership.ts';
import type { PermissionApi } from './permissions.ts';
import type { DomainAnswer } from './domains.ts';
import type { Card, SearchApi } from './search.ts';

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

/** A binary on this device, verified. */
export interface Installation {
  readonly id: ModuleId;
  readonly name: string;
  readonly version: Version;
  readonly sha256: Sha256;
  readonly size: number;
  readonly installedAt: Micros;
  /** Asked for by the person; otherwise there because something else needs it. */
  readonly wanted: boolean;
  /** Installed modules that need this one. */
  readonly neededBy: readonly ModuleId[];
  readonly dependencies: readonly Dependency[];
  /** A newer release in the catalogue. */
  readonly newer?: Version | undefined;
  /** By whom it is hidden here now; it stays installed all the same. */
  readonly hidden: readonly Hiding[];
}

/** A key that signs for somebody, by their own word. */
export interface OwnedDevice {
  readonly of: Did;
  readonly name: string;
}

/** What somebody calls themselves, and what a domain says of them. */
export interface Person extends ProfileView {
  /** The claimed domain names them; absent: it does not, or nobody could ask yet. */
  readonly proof?: DomainAnswer | undefined;
}

export interface ModulePage {
  readonly module: ModuleView;
  /** Of everybody: a hidden review is hidden as a text, and its stars still count. */
  readonly ratings: RatingsView;
  /** By whom the module is hidden here, and why; empty: it is not. */
  readonly moderation: readonly Hiding[];
  /** Whose reviews of it are hidden here, and by whom; their texts are not fetched. */
  readonly hiddenReviews: Readonly<Record<Did, readonly Hiding[]>>;
  readonly mine: Did;
  readonly installation?: Installation | undefined;
  /** The unfinished job for this module, if any. */
  readonly job?: ActivityItem | undefined;
  /** Whether a relay has answered for this module's document since it was opened. */
  readonly synced: boolean;
  /** The namespace's root key: where every permission on this page begins. */
  readonly root: Did;
  /** What people on this page call themselves, as far as this device knows. A name proves nothing. */
  readonly people: Readonly<Record<Did, Person>>;
  /** Which keys on this page are devices, and whose. */
  readonly devices: Readonly<Record<Did, OwnedDevice>>;
  /** The owner that this device saw first, where the module has another one now: nothing of it is installed. */
  readonly pinnedOwner?: Did | undefined;
  /** The owner whom this device knew before a person here trusted the present one. */
  readonly ownerBefore?: Did | undefined;
  /** Modules of others, named before this one, that it can be taken for. */
  readonly imitates?: readonly Imitation[] | undefined;
  /** What the relay counted of it; absent: nothing, or nothing is known. */
  readonly aggregate?: ModuleAggregate | undefined;
  /** Of `ratings` those by people who are vouched for, or whom this person follows. */
  readonly trustedRatings: Histogram;
  /** Of those who rated it, in `ratings`, the people whose ratings these are. */
  readonly trustedRaters: readonly Did[];
}

/** Only the catalogue knows the module yet: its document was never on this device, and no relay has answered. */
export interface ModuleOutline {
  readonly card: Card;
  readonly moderation: readonly Hiding[];
  readonly installation?: Installation | undefined;
  readonly job?: ActivityItem | undefined;
}

/**
 * `absent`: a relay answered and nobody holds the name. `unknown`: no relay has answered yet, and this device has
 * never seen the module; whoever shows this waits for `module/<id>` or says what is missing.
 */
export type ModuleAnswer = ModulePage | ModuleOutline | 'absent' | 'unknown';

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

export interface ActivityItem {
  readonly job: string;
  readonly kind:
    | 'publish'
    | 'rate'
    | 'report'
    | 'hide'
    | 'install'
    | 'permit'
    | 'hand-over'
    | 'profile'
    | 'device';
  /** Absent for a `profile` and a `device`: they are about no module. */
  readonly module?: ModuleId | undefined;
  readonly version?: Version | undefined;
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
  /** Of an install that is `asking`. */
  readonly questions?: readonly InstallQuestion[] | undefined;
  readonly attempts: number;
  readonly error?: PlainError | undefined;
  readonly canRetry: boolean;
  readonly canCancel: boolean;
}

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

export interface StorageUse {
  /** Bytes; the browser's estimate. */
  readonly used: number;
  readonly quota: number;
  readonly persisted: boolean;
}

export interface EngineApi
  extends PermissionApi, ModerationApi, OwnershipApi, DeviceApi, ImportRulesApi, SearchApi {
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

  /** Queues the install; resolves with the job once it is stored. @throws GenError InvalidState `busy` (another
   * version is under way) or `hidden` | Storage. What is hidden here is installed only after a yes to it: to all of
   * `data.ids` of the error, as a call or its job failed with.
   * @param evenHidden modules that the person said yes to although they are hidden. */
  install(id: ModuleId, version?: Version, evenHidden?: readonly ModuleId[]): Promise<string>;
  /** @throws GenError InvalidState `needed` when an installed module depends on it. */
  uninstall(id: ModuleId): Promise<void>;
  installed(): Promise<readonly Installation[]>;
  /** The verified bytes of an installed module. @throws GenError NotFound | HashMismatch */
  binary(id: ModuleId): Promise<Blob>;
  /** The proof file of an installed module; `undefined` where none could be made. @throws GenError Storage */
  proof(id: ModuleId): Promise<string | undefined>;

  /** Newest first. */
  activity(): Promise<readonly ActivityItem[]>;
  /** @throws GenError InvalidState `not-retryable` */
  retry(job: string): Promise<void>;
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
  storage(): Promise<StorageUse>;
}
