import {
  stringifyAutomergeUrl,
  type BinaryDocumentId,
  type DocHandle,
  type DocumentId,
  type Repo,
  type StorageAdapterInterface,
} from '@automerge/automerge-repo/slim';
import type { NamespaceId } from '../core/ids.ts';
import {
  documentIdBytes,
  epochOf,
  type DocumentAddress,
  type DocumentPath,
  type Epoch,
  isShard,
} from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import { requireFewHeads } from './few-heads.ts';
import { GENESIS, type RecordsDocument } from './genesis.ts';
import { watchDocument, type OpenDocument } from './open-document.ts';
import { beginDocument, storedHandle } from './stored-handle.ts';

export function documentIdOf(address: DocumentAddress): DocumentId {
  const url = stringifyAutomergeUrl(documentIdBytes(address) as BinaryDocumentId);
  return url.slice('automerge:'.length) as DocumentId;
}

/** The documents of one namespace on this device or relay. The only code that opens them. */
export interface Replica {
  readonly namespace: NamespaceId;
  readonly epoch: Epoch;
  readonly repo: Repo;
  addressOf(path: DocumentPath): DocumentAddress;
  /** One opener per document: a find and a create of one id at once would wedge the repo. */
  open(path: DocumentPath): Promise<OpenDocument>;
  opened(documentId: DocumentId): OpenDocument | undefined;
  /** Whether this device has begun the document, in memory or in storage. */
  holds(path: DocumentPath): Promise<boolean>;
  /**
   * Begins a document with what was saved elsewhere and has been admitted, so that sync has to bring the rest only.
   *
   * @returns `false` when this device has it already: then nothing happens.
   */
  seed(path: DocumentPath, saved: Uint8Array): Promise<boolean>;
  /**
   * Adds members, few hundred to a change; they must have been admitted. What is there already is left alone.
   *
   * @throws GenError QuotaExceeded `heads` rather than write what no gate takes.
   */
  add(path: DocumentPath, members: readonly Member[]): Promise<void>;
  /** Saves what came in since it was last saved. */
  flush(): Promise<void>;
  /** Saved, then dropped from memory; only while no peer is on it. */
  evict(path: DocumentPath): Promise<void>;
  /**
   * Throws away what is held of an open document, in memory and in storage: it begins anew when it is opened again. A peer
   * that is on it has to connect again, as it believes that what it sent is here. Of one that is open no more nothing happens.
   */
  discard(document: OpenDocument): Promise<void>;
}

/** Well below what a gate lets one change unfold to. */
const MEMBERS_PER_CHANGE = 500;

/** Names the chunk that a document was begun with; the repo names its own by hash, and takes its place in time. */
const SEED = 'seed';

/** Milliseconds; the repo's own pause is 100. */
const SAVES_BEHIND = 300;

/** A repo with the storage it was made over. */
export interface RepoOver {
  readonly repo: Repo;
  readonly storage: StorageAdapterInterface;
}

function headsOf(handle: DocHandle<RecordsDocument>): string {
  return handle.heads().join(' ');
}

/**
 * @param onQuarantine told of a stored document that cannot be read; it begins anew and is fetched again.
 * @param isLean of which documents no members are kept decoded.
 */
export function createReplica(
  { repo, storage }: RepoOver,
  namespace: NamespaceId,
  epoch: Epoch,
  onQuarantine: (path: DocumentPath, cause: unknown) => void,
  isLean: (path: DocumentPath) => boolean = isShard,
): Replica {
  const openings = new Map<DocumentPath, Promise<OpenDocument>>();
  const byId = new Map<DocumentId, OpenDocument>();
  /** Heads of a document as storage has it; the repo itself does not know of one that `storedHandle` opened. */
  const stored = new Map<DocumentId, string>();
  const seedings = new Map<DocumentPath, Promise<boolean>>();
  /** What leaves the memory; resolves to what could not be saved, and stays. */
  const leaving = new Map<DocumentPath, Promise<OpenDocument | undefined>>();

  function addressOf(path: DocumentPath): DocumentAddress {
    return { namespace, epoch: epochOf(path, epoch), path };
  }

  async function openOnce(path: DocumentPath): Promise<OpenDocument> {
    const address = addressOf(path);
    const documentId = documentIdOf(address);
    const stayed = await leaving.get(path);
    if (stayed !== undefined) return stayed;
    await seedings.get(path);
    let handle: DocHandle<RecordsDocument> | undefined;
    try {
      handle = await storedHandle(repo, documentId);
      if (handle !== undefined) stored.set(documentId, headsOf(handle));
    } catch (cause) {
      onQuarantine(path, cause);
      await storage.removeRange([documentId]);
    }
    handle ??= beginDocument(repo, documentId);
    await handle.whenReady();
    const document = watchDocument(address, handle, isLean(path));
    byId.set(documentId, document);
    return document;
  }

  async function save(documents: readonly OpenDocument[]): Promise<void> {
    const changed = documents.filter(({ documentId, handle }) => stored.get(documentId) !== headsOf(handle));
    const heads = changed.map(({ documentId, handle }) => [documentId, headsOf(handle)] as const);
    if (changed.length > 0) await repo.flush(heads.map(([documentId]) => documentId));
    for (const [documentId, saved] of heads) stored.set(documentId, saved);
  }

  async function drop(document: OpenDocument): Promise<void> {
    // The repo would otherwise save the emptied document over the stored one.
    document.handle.removeAllListeners('heads-changed');
    document.close();
    byId.delete(document.documentId);
    stored.delete(document.documentId);
    await repo.removeFromCache(document.documentId);
  }

  async function leave(opening: Promise<OpenDocument>): Promise<void> {
    const document = await opening;
    do await save([document]);
    while (stored.get(document.documentId) !== headsOf(document.handle));
    await drop(document);
  }

  async function isStored(path: DocumentPath): Promise<boolean> {
    const chunks = await storage.loadRange([documentIdOf(addressOf(path))]);
    return chunks.some(({ key }) => key[1] === 'snapshot' || key[1] === 'incremental');
  }

  async function seed(path: DocumentPath, saved: Uint8Array): Promise<boolean> {
    await seedings.get(path);
    if (await isStored(path)) return false;
    // One write: after a kill it is there whole, or not at all.
    await storage.save([documentIdOf(addressOf(path)), 'snapshot', SEED], saved);
    return true;
  }

  async function beginAnew(document: OpenDocument): Promise<boolean> {
    const { documentId } = document;
    openings.delete(document.address.path);
    await drop(document);
    // What the repo saves a moment behind would come after this.
    await new Promise((resolve) => {
      setTimeout(resolve, SAVES_BEHIND);
    });
    await storage.removeRange([documentId]);
    await storage.save([documentId, 'snapshot', SEED], GENESIS);
    // The repo saves what a document has on top of what it saved last.
    await repo.storageSubsystem?.loadDoc(documentId);
    return true;
  }

  /** Whoever opens it meanwhile waits for the outcome, and opens it either way. */
  function seedAfter(path: DocumentPath, seeding: Promise<boolean>): Promise<boolean> {
    const over = seeding
      .catch(() => false)
      .finally(() => seedings.get(path) === over && seedings.delete(path));
    seedings.set(path, over);
    return seeding;
  }

  function open(path: DocumentPath): Promise<OpenDocument> {
    let opening = openings.get(path);
    if (opening === undefined) {
      opening = openOnce(path);
      openings.set(path, opening);
      opening.catch(() => openings.delete(path));
    }
    return opening;
  }

  return {
    namespace,
    epoch,
    repo,
    addressOf,
    open,
    opened: (documentId) => byId.get(documentId),
    holds: async (path) => openings.has(path) || isStored(path),
    seed: async (path, saved) => !openings.has(path) && seedAfter(path, seed(path, saved)),
    async add(path, members) {
      const document = await open(path);
      const each = [...new Map(members.map((member) => [member.id, member])).values()];
      const fresh = each.filter(({ id }) => !document.members.has(id));
      if (fresh.length === 0) return;
      for (let start = 0; start < fresh.length; start += MEMBERS_PER_CHANGE) {
        requireFewHeads(document.heads().length);
        document.handle.change(
          (doc) => {
            for (const { id, bytes } of fresh.slice(start, start + MEMBERS_PER_CHANGE))
              doc.records[id] = bytes;
          },
          { time: 0 },
        );
      }
    },
    flush: () => save([...byId.values()]),
    async evict(path) {
      const opening = openings.get(path);
      if (opening === undefined) return;
      // Whoever opens it from here on waits, and has it anew.
      openings.delete(path);
      const gone = leave(opening);
      const over = gone
        .then(() => undefined)
        .catch(() => opening)
        .finally(() => leaving.get(path) === over && leaving.delete(path));
      leaving.set(path, over);
      await gone.catch((thrown: unknown) => {
        if (!openings.has(path)) openings.set(path, opening);
        throw thrown;
      });
    },
    async discard(document) {
      // Who opens it meanwhile waits, and who has done this already has another one.
      if (byId.get(document.documentId) === document)
        await seedAfter(document.address.path, beginAnew(document));
    },
  };
}
