import * as Automerge from '@automerge/automerge/slim';
import { encodeHeads } from '@automerge/automerge-repo/slim';
import { GenError } from '../core/errors.ts';
import { requireCard } from '../core/record/admission.ts';
import type { DocumentAddress } from '../core/record/document.ts';
import { decodeRecord, viewRecord, type GenRecord } from '../core/record/record.ts';
import { checkDocument } from './change-size.ts';
import { documentBody } from './chunks.ts';
import { GENESIS_HASH, RECORDS_OBJECT, type RecordsDocument } from './genesis.ts';
import { requireNumbers } from './operation-numbers.ts';
import { bytesSet } from './saved-values.ts';
import { additionOf, changeFacts, changeHash, decodeChange, type ChangeFacts } from './operations.ts';

/** A catalogue shard as it was saved somewhere else, all of it admitted but for the signatures of its cards. */
export interface Snapshot {
  readonly cards: readonly GenRecord[];
  /** As those of an open document are told. */
  readonly heads: readonly string[];
}

/** Lets others have this thread where they have waited long enough. */
export type Pause = () => Promise<void> | undefined;

/** Cards judged without looking whether others wait: a millisecond. */
const SLICE = 32;

function refuseOperation(key = ''): GenError {
  return new GenError('PermissionDenied', 'operation', { key: key.slice(0, 64) });
}

/** A change that is impossible beside another one would make every later sync fail; Automerge 3.5 takes none itself. */
function requireHistory(changes: readonly ChangeFacts[]): void {
  if (!changes.some(({ hash }) => hash === GENESIS_HASH)) throw refuseOperation();
  const numbers = new Map<string, Set<number>>();
  for (const { actor, seq } of changes) numbers.set(actor, (numbers.get(actor) ?? new Set()).add(seq));
  const highest = (of: ReadonlySet<number>): number => [...of].reduce((most, seq) => Math.max(most, seq), 0);
  const counted = [...numbers.values()].reduce((sum, { size }) => sum + size, 0);
  const isWhole = [...numbers.values()].every((of) => of.size === highest(of));
  if (!isWhole || counted !== changes.length) throw new GenError('PermissionDenied', 'actor-sequence');
  requireNumbers(changes);
}

/** Also after it was written and undone: each operation is looked at by itself. */
function judgeEach(doc: Automerge.Doc<unknown>): void {
  for (const bytes of Automerge.getAllChanges(doc)) {
    const decoded = decodeChange(bytes);
    if (changeHash(decoded) !== GENESIS_HASH) additionOf(decoded);
  }
}

/**
 * Every operation of an honest document is the genesis or a live key. When there are exactly as many, none was
 * overwritten, deleted or made anywhere else; otherwise two may have added the same, and each has to be judged.
 */
function requireAdditions(
  doc: Automerge.Doc<RecordsDocument>,
  changes: readonly ChangeFacts[],
): Readonly<Record<string, unknown>> {
  const { records } = doc;
  if (Automerge.getObjectId(records) !== RECORDS_OBJECT) throw refuseOperation();
  const expected = 1 + Object.keys(records).length;
  const made = changes.reduce((sum, { startOp, maxOp }) => sum + maxOp - startOp + 1, 0);
  if (made !== expected || Automerge.stats(doc).numOps !== expected) judgeEach(doc);
  return records;
}

function cardAt(address: DocumentAddress, key: string, value: unknown): GenRecord {
  if (!(value instanceof Uint8Array)) throw refuseOperation(key);
  const card = decodeRecord(value);
  if (card.id !== key) throw refuseOperation(key);
  requireCard(address, card);
  return card;
}

async function judge(
  address: DocumentAddress,
  doc: Automerge.Doc<RecordsDocument>,
  pause: Pause,
): Promise<Snapshot> {
  await pause();
  const changes = changeFacts(Automerge.getChangesMetaSince(doc, []));
  requireHistory(changes);
  const records = requireAdditions(doc, changes);
  const cards: GenRecord[] = [];
  for (const key of Object.keys(records)) {
    cards.push(cardAt(address, key, records[key]));
    if (cards.length % SLICE === 0) await pause();
  }
  return { cards, heads: encodeHeads(Automerge.getHeads(doc)) };
}

/** Whatever Automerge makes of hostile bytes. */
function malformed(thrown: unknown): GenError {
  return thrown instanceof GenError ? thrown : new GenError('InvalidInput', 'chunk', {}, thrown);
}

function free(doc: Automerge.Doc<unknown>): void {
  try {
    Automerge.free(doc);
  } catch {
    // It had given up over the document; the memory comes back with the garbage.
  }
}

/**
 * Structural admission of a saved catalogue shard: everything that the gate and `admit/1` ask but the signatures of the
 * cards. One bad change, or one bad card, and all of it is refused.
 *
 * @param saved one document chunk, as Automerge saves it; hostile until this returns.
 * @param pause called between its pieces. Loading is one piece, some 10 ms at 1,600 cards.
 * @throws GenError InvalidInput | PermissionDenied | QuotaExceeded (`change-rows`, `change-size`)
 */
export async function admitSnapshot(
  address: DocumentAddress,
  saved: Uint8Array,
  pause: Pause = () => undefined,
): Promise<Snapshot> {
  await checkDocument(documentBody(saved));
  await pause();
  let doc: Automerge.Doc<RecordsDocument> | undefined;
  try {
    doc = Automerge.load<RecordsDocument>(saved);
    return await judge(address, doc, pause);
  } catch (thrown) {
    throw malformed(thrown);
  } finally {
    if (doc !== undefined) free(doc);
  }
}

/**
 * The cards of a saved catalogue shard, before anybody knows whether its document may be had: each is what its id says and
 * belongs there. Those of a document that is admitted are the very same.
 *
 * @param saved one document chunk; hostile until `admitSnapshot` returns, whatever this says.
 * @throws GenError InvalidInput | PermissionDenied | QuotaExceeded (`change-rows`, `change-size`)
 */
export async function cardsAhead(
  address: DocumentAddress,
  saved: Uint8Array,
  pause: Pause = () => undefined,
): Promise<readonly GenRecord[]> {
  const cards: GenRecord[] = [];
  for (const value of bytesSet(await checkDocument(documentBody(saved)))) {
    const card = viewRecord(value);
    requireCard(address, card);
    cards.push(card);
    if (cards.length % SLICE === 0) await pause();
  }
  return cards;
}
