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
} from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import { GENESIS, type RecordsDocument } from './genesis.ts';
import { watchDocument, type OpenDocument } from './open-document.ts';

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
  /** Adds members, few hundred to a change; they must have been admitted. What is there already is left alone. */
  add(path: DocumentPath, members: readonly Member[]): Promise<void>;
  /** Saved, then dropped from memory; only while no peer is on it. */
  evict(path: DocumentPath): Promise<void>;
}

/** Well below what a gate lets one change unfold to. */
const MEMBERS_PER_CHANGE = 500;

/** A repo with the storage it was made over. */
export interface RepoOver {
  readonly repo: Repo;
  readonly storage: StorageAdapterInterface;
}

/**
 * @param onQuarantine told of a stored document that cannot be read; it begins anew and is fetched again.
 */
export function createReplica(
  { repo, storage }: RepoOver,
  namespace: NamespaceId,
  epoch: Epoch,
  onQuarantine: (path: DocumentPath, cause: unknown) => void,
): Replica {
  const openings = new Map<DocumentPath, Promise<OpenDocument>>();
  const byId = new Map<DocumentId, OpenDocument>();

  function addressOf(path: DocumentPath): DocumentAddress {
    return { namespace, epoch: epochOf(path, epoch), path };
  }

  async function storedHandle(documentId: DocumentId): Promise<DocHandle<RecordsDocument>> {
    const chunks = await storage.loadRange([documentId]);
    const stored = chunks.some(({ key }) => key[1] === 'snapshot' || key[1] === 'incremental');
    if (!stored) return repo.import<RecordsDocument>(GENESIS, { docId: documentId });
    const handle = await repo.find<RecordsDocument>(documentId, {
      allowableStates: ['ready', 'unavailable'],
    });
    if (handle.isReady() && handle.doc().records !== undefined) return handle;
    throw new Error(`stored document ${documentId} is unreadable`);
  }

  async function openOnce(path: DocumentPath): Promise<OpenDocument> {
    const address = addressOf(path);
    const documentId = documentIdOf(address);
    let handle: DocHandle<RecordsDocument>;
    try {
      handle = await storedHandle(documentId);
    } catch (cause) {
      onQuarantine(path, cause);
      await storage.removeRange([documentId]);
      repo.delete(documentId);
      handle = repo.import<RecordsDocument>(GENESIS, { docId: documentId });
    }
    await handle.whenReady();
    const document = watchDocument(address, handle);
    byId.set(documentId, document);
    return document;
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
    async add(path, members) {
      const document = await open(path);
      const fresh = members.filter(({ id }) => !document.members.has(id));
      if (fresh.length === 0) return;
      for (let start = 0; start < fresh.length; start += MEMBERS_PER_CHANGE) {
        document.handle.change(
          (doc) => {
            for (const { id, bytes } of fresh.slice(start, start + MEMBERS_PER_CHANGE))
              doc.records[id] = bytes;
          },
          { time: 0 },
        );
      }
    },
    async evict(path) {
      const document = await openings.get(path);
      if (document === undefined) return;
      await repo.flush([document.documentId]);
      // The repo would otherwise save the emptied document over the stored one.
      document.handle.removeAllListeners('heads-changed');
      document.close();
      openings.delete(path);
      byId.delete(document.documentId);
      await repo.removeFromCache(document.documentId);
    },
  };
}
