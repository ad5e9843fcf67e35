import { areaOf } from '../access/capability.ts';
import { didOf, type Did, type Micros } from '../ids.ts';
import { readBody } from '../record/kinds.ts';
import type { MemberId } from '../record/record.ts';
import { capabilityOf, isAuthority, type RecordSet } from './record-set.ts';

export interface Receipt {
  readonly notary: Did;
  readonly time: Micros;
}

/**
 * Which records were receipted, by whom and when. A notary's capability names no subspace and covers
 * `receipts`; who may receipt is decided by the root alone, as its delegation opens the chain.
 */
export function receiptsOf(set: RecordSet): ReadonlyMap<MemberId, readonly Receipt[]> {
  const receipts = new Map<MemberId, Receipt[]>();
  for (const record of set.records) {
    if (record.path[0] !== 'receipts') continue;
    const capability = capabilityOf(set, record);
    if (capability === undefined || !isAuthority(capability, 'receipts')) continue;
    if (areaOf(capability).path.length > 1) continue;
    const body = readBody('receipt', record.payload);
    for (const id of body?.records ?? []) {
      const receipt = { notary: didOf(record.subspace), time: record.timestamp };
      receipts.set(id, [...(receipts.get(id) ?? []), receipt]);
    }
  }
  return receipts;
}
