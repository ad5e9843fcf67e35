import * as Automerge from '@automerge/automerge/slim';
import { Repo, type DocumentId, type PeerId } from '@automerge/automerge-repo/slim';
import { automergeReady } from '../adapters/node/automerge-wasm.ts';
import { GenError } from '../core/errors.ts';
import type { NamespaceId } from '../core/ids.ts';
import { AUTHORITY, type DocumentPath, type Epoch } from '../core/record/document.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import { createGate } from '../replica/gate.ts';
import type { OpenDocument } from '../replica/open-document.ts';
import type { Addition } from '../replica/operations.ts';
import { createReplica, documentIdOf } from '../replica/replica.ts';
import { blobsNamedBy } from './blobs-named.ts';
import type { Limits } from './config.ts';
import type { Journal } from './journal.ts';
import type { Readers } from './readers.ts';
import { GuardedServerAdapter } from './session.ts';
import type { RelayStorage } from './storage-adapter.ts';

const KEPT_IN_MEMORY = 400;

export interface RelayDocumentsOptions {
  readonly storage: RelayStorage;
  readonly journal: Journal;
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
  close(): Promise<void>;
}

function catalogPaths({ shards }: Epoch): DocumentPath[] {
  return Array.from({ length: shards }, (_, shard) => `catalog/${shard}` as DocumentPath);
}

/** The Automerge documents of a relay: made from the journal, handed to peers, and never ahead of it for long. */
export async function openRelayDocuments(options: RelayDocumentsOptions): Promise<OpenDocuments> {
  const { storage, journal, namespace, epoch, limits, readers, onRefused, onFault } = options;
  const { keptInMemory = KEPT_IN_MEMORY } = options;
  await automergeReady();
  const levelled = new Map<DocumentPath, Promise<OpenDocument>>();
  const paths = new Map<DocumentId, DocumentPath>();
  const lasting = new Set<DocumentPath>([AUTHORITY, ...catalogPaths(epoch)]);

  /**
   * Records come by post, where policy and quotas are. By sync a peer may only bring back what the journal holds:
   * changes that were sent out and lost here in a crash. Each record may come back once.
   */
  const broughtBack = new Map<DocumentPath, number>();
  function refuseUnknown(
    { address, handle }: OpenDocument,
    { actor }: Addition,
    members: readonly Member[],
  ): void {
    const { path } = address;
    const unknown = members.find(({ id }) => !journal.has(path, id));
    if (unknown !== undefined) throw new GenError('PermissionDenied', 'post-only', { record: unknown.id });
    if (actor === Automerge.getActorId(handle.doc())) throw new GenError('PermissionDenied', 'actor');
    const count = (broughtBack.get(path) ?? 0) + members.length;
    if (count > journal.members(path).length)
      throw new GenError('QuotaExceeded', 'brought-back', { document: path });
    broughtBack.set(path, count);
  }

  const adapter = new GuardedServerAdapter({
    gate: createGate(refuseUnknown),
    limits,
    pathOf: (id) => paths.get(id),
    mayRead: (reader, path) =>
      readers === undefined || (reader !== undefined && readers.mayRead(reader, path)),
    open,
    beginSync: async (id, from) => repo.synchronizer.docSynchronizers[id]?.beginSync([from]),
    onRefused,
  });
  const repo = new Repo({
    storage,
    network: [adapter],
    peerId: options.peer as PeerId,
    shareConfig: { announce: () => Promise.resolve(false), access: () => Promise.resolve(true) },
  });
  const replica = createReplica({ repo, storage }, namespace, epoch, onFault);

  function remember(path: DocumentPath): DocumentId {
    const id = documentIdOf(replica.addressOf(path));
    paths.set(id, path);
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
    const held = journal.members(path).map(decodeMember);
    const ids = new Set(held.map(({ id }) => id));
    const foreign = [...document.members.values()].filter(({ id }) => !ids.has(id));
    if (foreign.length > 0) journalled(path, foreign);
    document.onAdded((added) => journalled(path, added));
    await replica.add(path, held);
    return document;
  }

  const besidesLasting = (): number => levelled.size - lasting.size;

  async function evictOldest(): Promise<void> {
    if (besidesLasting() <= keptInMemory) return;
    const idle = [...levelled.keys()].filter((path) => !lasting.has(path) && !adapter.isFollowed(path));
    for (const path of idle.slice(0, besidesLasting() - keptInMemory)) {
      levelled.delete(path);
      await replica.evict(path);
    }
    const { followedDocuments } = limits;
    if (besidesLasting() > Math.max(keptInMemory, followedDocuments))
      adapter.dropGreediest(followedDocuments);
  }

  function open(path: DocumentPath): Promise<OpenDocument> {
    const opening = levelled.get(path) ?? level(path);
    // Last used, last in the map.
    levelled.delete(path);
    levelled.set(path, opening);
    opening.then(evictOldest).catch((cause: unknown) => {
      levelled.delete(path);
      onFault(path, cause);
    });
    return opening;
  }

  for (const path of [...lasting, ...journal.documents()]) remember(path);
  await repo.storageId();
  for (const path of lasting) await open(path);

  return {
    adapter,
    open,
    get openCount() {
      return levelled.size;
    },
    async add(path, members) {
      const id = remember(path);
      await open(path);
      await replica.add(path, members.map(decodeMember));
      adapter.documentExists(id, path);
    },
    async close() {
      const opened = await Promise.all(levelled.values());
      await repo.flush(opened.map(({ documentId }) => documentId));
      adapter.disconnect();
    },
  };
}
