import { fromBase64Url } from '../core/bytes.ts';
import { parseMicros, type Micros, type NamespaceId } from '../core/ids.ts';
import { isCardPath, moduleDocument, splitModulePath, type DocumentPath } from '../core/record/document.ts';
import { writeBody } from '../core/record/kinds.ts';
import type { Member } from '../core/record/member.ts';
import { signRecord, type GenRecord, type MemberId } from '../core/record/record.ts';
import type { RecordSet } from '../core/view/record-set.ts';
import type { RelayKey } from './keys.ts';

/** As many as the schema of a receipt holds. */
const MAX_NAMED = 400;

/**
 * Where a record's receipt stands: beside it, but a card's beside the release that it lists, as the catalogue
 * travels to every device and carries nothing but cards.
 */
export function receiptDocument(record: GenRecord, document: DocumentPath): DocumentPath {
  return isCardPath(record.path) ? moduleDocument(splitModulePath(record.path).id) : document;
}

/** The end of this notary's chain in a document. */
interface Head {
  readonly number: number;
  readonly id: MemberId | undefined;
  readonly time: number;
}

function headOf(set: RecordSet, notary: RelayKey): Head {
  let head: Head = { number: -1, id: undefined, time: -1 };
  for (const { path, credential, id, timestamp } of set.records) {
    if (path[0] !== 'receipts' || credential !== notary.capability.id) continue;
    const number = Number(path.at(-1));
    if (number > head.number) head = { number, id, time: timestamp };
  }
  return head;
}

/**
 * Signed receipts for records that are about to stand, going on from the document's chain; together with the
 * notary's capability.
 */
export async function makeReceipts(
  document: DocumentPath,
  set: RecordSet,
  records: readonly MemberId[],
  notary: RelayKey,
  place: { readonly namespace: NamespaceId; readonly now: Micros },
): Promise<readonly Member[]> {
  const made: Member[] = [notary.capability];
  let head = headOf(set, notary);
  for (let start = 0; start < records.length; start += MAX_NAMED) {
    const number = head.number + 1;
    const time = Math.max(place.now, head.time + 1);
    const receipt = await signRecord(
      {
        namespace: place.namespace,
        subspace: notary.signer.publicKey,
        path: ['receipts', ...document.split('/'), String(number)],
        timestamp: parseMicros(time),
        credential: fromBase64Url(notary.capability.id),
        payload: writeBody('receipt', {
          number,
          previous: head.id === undefined ? null : fromBase64Url(head.id),
          records: records.slice(start, start + MAX_NAMED).map(fromBase64Url),
        }),
      },
      (message) => notary.signer.sign(message),
    );
    made.push(receipt);
    head = { number, id: receipt.id, time };
  }
  return made;
}
