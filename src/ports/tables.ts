import type { PlainError } from '../core/errors.ts';
import type { Did, Micros, ModuleId, Sha256, Version } from '../core/ids.ts';
import type { IndexPart } from '../core/search/index-part.ts';
import type { ExportedFunction } from '../core/view/module-view.ts';
import type { ActivityState } from './activity.ts';
import type { ReleaseDraft } from './engine.ts';
import type { CarriedRow, CheckRow, ChunkRow, UseRow } from './kept-rows.ts';
import type { InstallQuestion } from './import-rules.ts';
import type { HandOverDeed } from './ownership.ts';
import type {
  GenerationRow,
  InstallWish,
  PlannedRelease,
  SetQuestion,
  SetRow,
  WholeChange,
  Wish,
} from './sets.ts';

/**
 * What a device keeps besides documents. Rows are plain data (structured clone and CBOR both carry them); a row
 * is never changed in place but put again. Stored rows are read as they were written by this code: a change of
 * shape needs a migration in every adapter.
 */

/** Small facts by name: pinned namespace, device id, identity, relay. */
export interface SettingRow {
  readonly key: string;
  readonly value: unknown;
}

/** A text or binary blob, hash checked before it is put. */
export interface BlobRow {
  readonly sha256: Sha256;
  readonly size: number;
  /** A `Blob` where the store keeps those outside the heap (IndexedDB), bytes elsewhere. */
  readonly content: Blob | Uint8Array<ArrayBuffer>;
}

/** A signed member on its way to a relay; kept until it is met in a document. */
export interface OutboxRow {
  readonly id: string;
  readonly job: string;
  /** The document path it belongs to. */
  readonly document: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly state: 'ready' | 'receipted' | 'refused';
  /** Order within the device. */
  readonly order: number;
}

interface JobBase {
  readonly id: string;
  readonly module: ModuleId;
  readonly state: ActivityState;
  readonly createdAt: Micros;
  readonly updatedAt: Micros;
  readonly attempts: number;
  readonly error?: PlainError | undefined;
  /** Not before: backoff after a failure that may pass. */
  readonly retryAt?: Micros | undefined;
}

export interface PublishJob extends JobBase {
  readonly kind: 'publish';
  readonly version: Version;
  readonly draft: ReleaseDraft;
  readonly sha256: Sha256;
  readonly size: number;
  readonly imports: readonly string[];
  readonly importClasses: readonly string[];
  /** Absent where there are none, and in rows of an older version. */
  readonly wasi?: readonly string[] | undefined;
  readonly exports: readonly ExportedFunction[];
  readonly exportCount: number;
  /** Readme and changelog, as blobs; what the signed records name. */
  readonly readme?: Sha256 | undefined;
  readonly changelog?: Sha256 | undefined;
  /** Members that grant the name, as the relay answered the claim. */
  readonly grant: readonly Uint8Array<ArrayBuffer>[];
}

export interface RateJob extends JobBase {
  readonly kind: 'rate';
  readonly stars: number;
  readonly version?: Version | undefined;
  readonly review?: Sha256 | undefined;
}

/** Tells the moderators of a module or a review, or takes that back: one signed record. */
export interface ReportJob extends JobBase {
  readonly kind: 'report';
  readonly reviewOf?: Did | undefined;
  readonly withdrawn: boolean;
}

/** Puts a module or a review on this person's own list, or takes it off: one signed record. */
export interface HideJob extends JobBase {
  readonly kind: 'hide';
  readonly reviewOf?: Did | undefined;
  readonly hidden: boolean;
}

/** How far the change of a set has come. */
interface SetWork {
  /** Absent: the one that every device has. */
  readonly set?: string | undefined;
  /** Modules that are hidden for this person, who said yes to them all the same. */
  readonly evenHidden?: readonly ModuleId[] | undefined;
  /** Everything that the set is to hold, dependencies first; absent until resolved, as the wishes that it is for. */
  readonly plan?: readonly PlannedRelease[] | undefined;
  readonly wishes?: readonly Wish[] | undefined;
  /** The state of the set that it was planned for, as `setMark` has it: the plan is for that and nothing else. */
  readonly plannedOver?: string | undefined;
  readonly progress?: { readonly done: number; readonly total: number } | undefined;
  /** While it is `asking`. */
  readonly questions?: readonly InstallQuestion[] | undefined;
  readonly setQuestion?: SetQuestion | undefined;
  /** Marks of the questions that the person said yes to. */
  readonly agreed?: readonly string[] | undefined;
}

export interface InstallJob extends JobBase, SetWork, InstallWish {
  readonly kind: 'install';
}

/** Changes a set as a whole. */
export interface SetJob extends Omit<JobBase, 'module'>, SetWork {
  readonly kind: 'set';
  readonly module?: undefined;
  readonly change: WholeChange;
}

export type SwitchJob = InstallJob | SetJob;

/** Tells the registry that somebody may publish, or may no more: one signed record. */
export interface PermitJob extends JobBase {
  readonly kind: 'permit';
  readonly to: Did;
  readonly ends: boolean;
}

/** Says of a device that it signs for this person, or does no more. */
export interface DeviceJob extends Omit<JobBase, 'module'> {
  readonly kind: 'device';
  readonly module?: undefined;
  readonly device: Did;
  readonly name: string;
  readonly ends: boolean;
}

/** Says what this person is called: about no module. */
export interface ProfileJob extends Omit<JobBase, 'module'> {
  readonly kind: 'profile';
  readonly module?: undefined;
  readonly name: string;
}

/** Hands a module over to somebody, takes that back, or takes over what somebody hands over: one signed record. */
export interface HandOverJob extends JobBase {
  readonly kind: 'hand-over';
  readonly deed: HandOverDeed;
  /** Whose it is to be. */
  readonly to: Did;
}

export type JobRow =
  | PublishJob
  | RateJob
  | ReportJob
  | HideJob
  | InstallJob
  | SetJob
  | PermitJob
  | ProfileJob
  | DeviceJob
  | HandOverJob;

/** The members of a document as last fetched over HTTP (command line, service worker). */
export interface DocumentRow {
  readonly path: string;
  readonly etag: string;
  readonly members: readonly Uint8Array<ArrayBuffer>[];
}

/** A permission that this person was given, as an encoded member. */
export interface CapabilityRow {
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly receivedAt: Micros;
}

/** Why an installed release was believed, as the text of a proof file; kept as long as a generation names the release. */
export interface ProofRow {
  readonly record: string;
  readonly text: string;
}

/** The cards of one shard side by side: places in the arrays, not objects. */
export interface StoredCards {
  /** Encoded records, one behind the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** 32 bytes each. */
  readonly digests: Uint8Array<ArrayBuffer>;
  readonly times: Float64Array<ArrayBuffer>;
  /** 1: its signature was checked. */
  readonly checked: Uint8Array<ArrayBuffer>;
  /** Place of its module in `modules`. */
  readonly module: Uint32Array<ArrayBuffer>;
  readonly modules: readonly ModuleId[];
  /** By module: place of the card that the index has; -1: none. */
  readonly shown: Int32Array<ArrayBuffer>;
  /** By module: of that card; empty where none shows. */
  readonly names: readonly string[];
  readonly owner: Int32Array<ArrayBuffer>;
  /** What `owner` numbers. */
  readonly owners: readonly Did[];
}

/**
 * One shard of the catalogue as search reads it: made from its document and thrown away where it does not fit. Without
 * what is in the outbox.
 */
export interface ShardRow {
  /** Of the document. */
  readonly path: string;
  /** Hex. */
  readonly namespace: string;
  readonly format: number;
  /** Heads of the document that the row holds everything of; empty: it may lack something. */
  readonly heads: readonly string[];
  readonly part: IndexPart;
  readonly cards: StoredCards;
  /** Cards that are never shown again; read whatever the format is. */
  readonly refused: readonly string[];
}

export interface Rows {
  readonly settings: SettingRow;
  readonly blobs: BlobRow;
  readonly outbox: OutboxRow;
  readonly jobs: JobRow;
  readonly sets: SetRow;
  readonly generations: GenerationRow;
  readonly documents: DocumentRow;
  readonly capabilities: CapabilityRow;
  readonly proofs: ProofRow;
  readonly shards: ShardRow;
  readonly chunks: ChunkRow;
  readonly checks: CheckRow;
  readonly uses: UseRow;
  readonly carried: CarriedRow;
}

export type TableName = keyof Rows;

/** The property that names a row within its table. */
export const ROW_KEYS = {
  settings: 'key',
  blobs: 'sha256',
  outbox: 'id',
  jobs: 'id',
  sets: 'name',
  generations: 'key',
  documents: 'path',
  capabilities: 'id',
  proofs: 'record',
  shards: 'path',
  chunks: 'key',
  checks: 'sha256',
  uses: 'id',
  carried: 'path',
} as const satisfies Record<TableName, string>;

export type Write =
  | { readonly [Name in TableName]: { readonly table: Name; readonly put: Rows[Name] } }[TableName]
  | { readonly table: TableName; readonly remove: string };

export interface Tables {
  get<Name extends TableName>(table: Name, key: string): Promise<Rows[Name] | undefined>;
  /** In no particular order. */
  all<Name extends TableName>(table: Name): Promise<readonly Rows[Name][]>;
  keys(table: TableName): Promise<readonly string[]>;
  /**
   * All or none, durable when it resolves (a SIGKILL after that loses nothing).
   *
   * @throws GenError Storage | QuotaExceeded; then nothing was written.
   */
  write(writes: readonly Write[]): Promise<void>;
  close(): Promise<void>;
}
