import type { Micros, NamespaceId } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import { readBody } from '../core/record/kinds.ts';
import type { Member } from '../core/record/member.ts';
import type { GenRecord, MemberId } from '../core/record/record.ts';
import type { RelayKey } from './keys.ts';
import { makeReceipts } from './receipts.ts';
import type { Batch } from './record-sets.ts';

/**
 * The receipts that one batch meets: those it makes, and of the earlier ones those of documents where it was asked
 * about a record, as reading them costs with their number.
 */
export interface ReceiptBook {
  /** Whether a record that is in its document has a receipt, or gets one with this batch. */
  covers(document: DocumentPath, id: MemberId): boolean;
  /** @param document where the receipts will stand. */
  want(document: DocumentPath, ids: readonly MemberId[]): void;
  /** Adds what was wanted to the batch; once, at its end. */
  write(now: Micros): Promise<void>;
  /** Earlier receipts of a record only where `covers` was asked about it. */
  of(document: DocumentPath, id: MemberId): readonly GenRecord[];
}

type ByRecord = ReadonlyMap<MemberId, readonly GenRecord[]>;

function byRecord(members: readonly Member[]): ByRecord {
  const receipts = new Map<MemberId, GenRecord[]>();
  for (const member of members) {
    if (member.member !== 'record' || member.path[0] !== 'receipts') continue;
    for (const id of readBody('receipt', member.payload)?.records ?? []) {
      const list = receipts.get(id) ?? [];
      list.push(member);
      receipts.set(id, list);
    }
  }
  return receipts;
}

export function receiptBook(
  batch: Pick<Batch, 'set' | 'add'>,
  notary: RelayKey,
  namespace: NamespaceId,
): ReceiptBook {
  const earlier = new Map<DocumentPath, ByRecord>();
  const wanted = new Map<DocumentPath, Set<MemberId>>();
  const made = new Map<DocumentPath, ByRecord>();

  function earlierIn(document: DocumentPath): ByRecord {
    const known = earlier.get(document) ?? byRecord(batch.set(document).records);
    earlier.set(document, known);
    return known;
  }

  return {
    covers: (document, id) =>
      wanted.get(document)?.has(id) === true || earlierIn(document).get(id) !== undefined,
    want(document, ids) {
      if (ids.length === 0) return;
      const known = wanted.get(document) ?? new Set();
      for (const id of ids) known.add(id);
      wanted.set(document, known);
    },
    async write(now) {
      for (const [document, ids] of wanted) {
        const members = await makeReceipts(document, batch.set(document), [...ids], notary, {
          namespace,
          now,
        });
        batch.add(document, members);
        made.set(document, byRecord(members));
      }
    },
    of: (document, id) => [...(earlier.get(document)?.get(id) ?? []), ...(made.get(document)?.get(id) ?? [])],
  };
}
