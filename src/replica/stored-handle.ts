import * as Automerge from '@automerge/automerge/slim';
import type { DocHandle, DocumentId, Repo } from '@automerge/automerge-repo/slim';
import { isOneDocument } from './chunks.ts';
import { requireFewHeads } from './few-heads.ts';
import { GENESIS, type RecordsDocument } from './genesis.ts';
import { requireNumbers } from './operation-numbers.ts';

/** Where Automerge 3 keeps, on a document, the patches of its last step; `diff` gives them back for that step. */
const AUTOMERGE_STATE = Symbol.for('_am_meta');

interface StepTaken {
  mostRecentPatch?: { before: readonly string[]; after: readonly string[]; patches: readonly never[] };
}

/**
 * A handle tells its listeners what an update changed, and for that has Automerge list all of it: of a document with
 * 1,600 records that takes ten times as long as loading it, and as much memory. Nobody listens before it is open, so
 * the step from the genesis is said to have changed nothing. Should Automerge no longer look there, opening is slow.
 */
function withoutPatches(
  doc: Automerge.Doc<RecordsDocument>,
  before: readonly string[],
): Automerge.Doc<RecordsDocument> {
  const state = (doc as unknown as Record<symbol, StepTaken | undefined>)[AUTOMERGE_STATE];
  if (state !== undefined) state.mostRecentPatch = { before, after: Automerge.getHeads(doc), patches: [] };
  return doc;
}

/**
 * Storage keeps a document saved whole and the changes since. Automerge that reads many such changes at once keeps some 80 kB
 * of memory for each as long as the document is open, and next to nothing for those of the document saved whole: 1,600 records
 * took 75 MB instead of less than one. So what had changes behind it is made whole, and read once more.
 */
function loadLean(stored: Uint8Array): Automerge.Doc<RecordsDocument> {
  const doc = Automerge.load<RecordsDocument>(stored, { allowMissingChanges: true });
  if (isOneDocument(stored)) return doc;
  const saved = Automerge.save(doc);
  Automerge.free(doc);
  return Automerge.load<RecordsDocument>(saved);
}

export function beginDocument(repo: Repo, documentId: DocumentId): DocHandle<RecordsDocument> {
  return repo.import<RecordsDocument>(GENESIS, { docId: documentId });
}

/**
 * The handle of a document that storage holds; `repo.find` would do the same far more slowly.
 *
 * @returns `undefined` when storage holds none of it.
 * @throws Error for one that cannot be read, or that an earlier gate let become one that others refuse.
 */
export async function storedHandle(
  repo: Repo,
  documentId: DocumentId,
): Promise<DocHandle<RecordsDocument> | undefined> {
  const stored = await repo.storageSubsystem?.loadDocData(documentId);
  if (stored === undefined || stored === null) return undefined;
  const doc = loadLean(stored);
  if (doc.records === undefined) throw new Error(`stored document ${documentId} is unreadable`);
  const changes = Automerge.getChangesMetaSince(doc, []);
  requireNumbers(changes);
  for (const joined of [Automerge.getHeads(doc), ...changes.map(({ deps }) => deps)])
    requireFewHeads(joined.length);
  const handle = beginDocument(repo, documentId);
  // What comes out of storage is not stored again; who listens to changes is told of none.
  const savers = handle.listeners('heads-changed');
  for (const saver of savers) handle.off('heads-changed', saver);
  handle.update((genesis) => withoutPatches(doc, Automerge.getHeads(genesis)));
  for (const saver of savers) handle.on('heads-changed', saver);
  return handle;
}
