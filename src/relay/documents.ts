import { setImmediate } from 'node:timers/promises';
import * as Automerge from '@automerge/automerge/slim';
import { Repo, type DocumentId, type PeerId } from '@automerge/automerge-repo/slim';
import { automergeReady } from '../adapters/node/automerge-wasm.ts';
import type { GenError } from '../core/errors.ts';
import type { NamespaceId } from '../core/ids.ts';
import { AUTHORITY, type DocumentPath, type Epoch } from '../core/record/document.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import { createGate } from '../replica/gate.ts';
import type { OpenDocument } from '../replica/open-document.ts';
import { createReplica, documentIdOf } from '../replica/replica.ts';
import { broughtBackCheck } from './brought-back.ts';
import { blobsNamedBy } from './blobs-named.ts';
import { catalogPaths } from './catalog-paths.ts';
import type { Limits } from './config.ts';
import type { DocumentIds } from './document-ids.ts';
import type { Journal } from './journal.ts';
import type { Readers } from './readers.ts';
import { GuardedServerAdapter } from './session.ts';
import type { ShardState } from './snapshots.ts';
import type { RelayStorage } from './storage-adapter.ts';
import { Turns } from './turns.ts';

const KEPT_IN_MEMORY = 400;
/** Members that are added before other work has its turn. */
const MEMBERS_AT_ONCE = 250;

export interface RelayDocumentsOptions {
  readonly storage: RelayStorage;
  readonly journal: Journal;
  readonly ids: DocumentIds;
  readonly namespace: NamespaceId;
  readonly epoch: Epoch;
  readonly limits: Limits;
  /** Documents besides the catalogue and the authority that stay in memory with no peer on them. */
  readonly keptInMemory?: number;
  /** The relay's own peer id. */
  readonly peer: string;
  /** Of a private relay; absent: everybody may read. */
  readonly readers?: Readers | undefined;
  readonly onRefused: (peer: string, error: GenError) => void;
  readonly onFault: (path: DocumentPath, cause: unknown) => void;
}

export interface OpenDocuments {
  readonly adapter: GuardedServerAdapter;
  /** Opens a document and brings it level with the journal. */
  open(path: DocumentPath): Promise<OpenDocument>;
  readonly openCount: number;
  add(path: DocumentPath, members: readonly Uint8Array[]): Promise<void>;
  /** A shard of the catalogue as it is now. */
  shard(path: DocumentPath): Promise<ShardState>;
  close(): Promise<void>;
}

/**
 * The Automerge documents of a relay: made from the journal, handed to peers, and never ahead of it for long. When it resolves
 * the authority is open; the catalogue is opened behind it, one shard after the other, and a shard that is asked for at once.
 */
export async function openRelayDocuments(options: RelayDocumentsOptions): Promise<OpenDocuments> {
  const { storage, journal, ids, namespace, epoch, limits, readers, onRefused, onFault } = options;
  const { keptInMemory = KEPT_IN_MEMORY } = options;
  await automergeReady();
  const levelled = new Map<DocumentPath, Promise<OpenDocument>>();
  const shards = catalogPaths(epoch);
  const shardPaths = new Set<DocumentPath>(shards);
  const shardTurns = new Turns(1);
  const lasting = new Set<DocumentPath>([AUTHORITY, ...shards]);
  let closing = false;

  const adapter = new GuardedServerAdapter({
    gate: createGate(broughtBackCheck(journal)),
    limits,
    pathOf: (id) => ids.pathOf(id),
    mayRead: (reader, path) =>
      readers === undefined || (reader !== undefined && readers.mayRead(reader, path)),
    open,
    onRefused,
    onFault,
  });
  // It keeps and saves the documents; peers are the adapter's.
  const repo = new Repo({ storage, network: [], peerId: options.peer as PeerId });
  // What its members say is read from the journal.
  const replica = createReplica({ repo, storage }, namespace, epoch, onFault, () => true);

  function remember(path: DocumentPath): DocumentId {
    const id = documentIdOf(replica.addressOf(path));
    ids.add(id, path);
    // Beside other work: what was added is known meanwhile.
    if (ids.isFull()) ids.catchUp().catch((cause: unknown) => onFault(path, cause));
    return id;
  }

  function journalled(path: DocumentPath, added: readonly Member[]): void {
    try {
      journal.append(
        added.map(({ id, bytes }) => ({ document: path, id, bytes })),
        blobsNamedBy(added),
      );
    } catch (cause) {
      // The document holds them; levelling at the next start writes them again.
      onFault(path, cause);
    }
  }

  async function level(path: DocumentPath): Promise<OpenDocument> {
    const document = await replica.open(path);
    // By their ids: of what both have nothing is read.
    const held = journal.ids(path);
    const known = new Set(held);
    const foreign = [...document.members.keys()].filter((id) => !known.has(id));
    if (foreign.length > 0)
      journalled(
        path,
        foreign.map((id) => document.members.get(id)).filter((member) => member !== undefined),
      );
    document.onAdded((added) => journalled(path, added));
    const missing = held.filter((id) => !document.members.has(id));
    for (let start = 0; start < missing.length; start += MEMBERS_AT_ONCE) {
      const slice = missing.slice(start, start + MEMBERS_AT_ONCE).map((id) => journal.member(path, id));
      await replica.add(path, slice.filter((bytes) => bytes !== undefined).map(decodeMember));
      await setImmediate();
    }
    return document;
  }

  const besidesLasting = (): number => [...levelled.keys()].filter((path) => !lasting.has(path)).length;

  /** Being added to, by how many. */
  const adding = new Map<DocumentPath, number>();

  function isInUse(path: DocumentPath): boolean {
    return lasting.has(path) || adding.has(path) || adapter.isFollowed(path);
  }

  async function addTo(path: DocumentPath, members: readonly Uint8Array[]): Promise<void> {
    adding.set(path, (adding.get(path) ?? 0) + 1);
    try {
      const document = await open(path);
      await replica.add(path, members.map(decodeMember));
      adapter.documentExists(document);
    } finally {
      const others = (adding.get(path) ?? 1) - 1;
      if (others > 0) adding.set(path, others);
      else adding.delete(path);
    }
  }

  async function evictOldest(): Promise<void> {
    if (besidesLasting() <= keptInMemory) return;
    const idle = [...levelled.keys()].filter((path) => !isInUse(path));
    for (const path of idle.slice(0, besidesLasting() - keptInMemory)) {
      // Somebody may have come while those before it were saved.
      if (isInUse(path)) continue;
      levelled.delete(path);
      await replica.evict(path);
    }
    const { followedDocuments } = limits;
    if (besidesLasting() > Math.max(keptInMemory, followedDocuments))
      adapter.dropGreediest(followedDocuments);
  }

  /** A shard takes a while: of many that are asked for at once none holds up what else there is to do. */
  function begin(path: DocumentPath): Promise<OpenDocument> {
    return shardPaths.has(path) ? shardTurns.take(() => level(path)) : level(path);
  }

  function open(path: DocumentPath): Promise<OpenDocument> {
    const opening = levelled.get(path) ?? begin(path);
    // Last used, last in the map.
    levelled.delete(path);
    levelled.set(path, opening);
    opening.then(evictOldest).catch((cause: unknown) => {
      levelled.delete(path);
      onFault(path, cause);
    });
    return opening;
  }

  /** Somebody who asks for a shard meanwhile does not wait for those before it. */
  async function openShards(): Promise<void> {
    for (const path of shards) {
      if (closing) return;
      // Told by `onFault`, and tried again when it is asked for.
      await open(path).catch(() => undefined);
      await setImmediate();
    }
  }

  await ids.catchUp();
  for (const path of lasting) remember(path);
  const storageId = await repo.storageId();
  adapter.connect(options.peer as PeerId, storageId === undefined ? {} : { storageId, isEphemeral: false });
  await open(AUTHORITY);
  const opening = openShards();

  return {
    adapter,
    open,
    get openCount() {
      return levelled.size;
    },
    async add(path, members) {
      const id = remember(path);
      // Who opens it finds it in the journal: of a hundred thousand modules few are ever asked for.
      if (levelled.has(path) || isInUse(path) || adapter.isAwaited(id)) await addTo(path, members);
    },
    async shard(path) {
      const { handle, members } = await open(path);
      return {
        heads: Automerge.getHeads(handle.doc()).join(' '),
        cards: members.size,
        save: () => Automerge.save(handle.doc()),
      };
    },
    async close() {
      closing = true;
      await opening;
      await Promise.all(levelled.values());
      await replica.flush();
      adapter.disconnect();
    },
  };
}
