import { areaOf } from '../access/capability.ts';
import { isAuthority } from '../access/authority.ts';
import { didOf, type Did, type Micros } from '../ids.ts';
import { oncePer } from '../once-per.ts';
import { readBody } from '../record/kinds.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { capabilityOf, compareRecords, type RecordSet } from './record-set.ts';

export interface Receipt {
  readonly notary: Did;
  readonly time: Micros;
}

/** A link of a notary's chain in one document. */
export interface ChainLink {
  readonly record: GenRecord;
  readonly previous: MemberId | undefined;
  readonly names: readonly MemberId[];
}

/** As its body says; `undefined` when that does not fit. */
const chainLink = oncePer((record: GenRecord): ChainLink | undefined => {
  const body = readBody('receipt', record.payload);
  return body && { record, previous: body.previous ?? undefined, names: body.records };
});

const receiptOf = oncePer(({ subspace, timestamp }: GenRecord): Receipt => ({
  notary: didOf(subspace),
  time: timestamp,
}));

/**
 * Every receipt that a notary may have made: its capability names no subspace and covers `receipts`. Who may receipt is
 * decided by the root alone, as its delegation opens the chain. Revocations are not looked at.
 */
export function chainLinks(set: RecordSet): ReadonlyMap<MemberId, ChainLink> {
  const links = new Map<MemberId, ChainLink>();
  for (const record of set.records) {
    if (record.path[0] !== 'receipts') continue;
    const capability = capabilityOf(set, record);
    if (capability === undefined || !isAuthority(capability, 'receipts')) continue;
    if (areaOf(capability).path.length > 1) continue;
    const link = chainLink(record);
    if (link !== undefined) links.set(record.id, link);
  }
  return links;
}

/** Receipts by the record that they name, oldest first. */
export function receiptsBy(links: Iterable<ChainLink>): ReadonlyMap<MemberId, readonly Receipt[]> {
  const receipts = new Map<MemberId, Receipt[]>();
  for (const { record, names } of [...links].sort((a, b) => compareRecords(a.record, b.record))) {
    const receipt = receiptOf(record);
    for (const id of names) {
      const list = receipts.get(id) ?? [];
      list.push(receipt);
      receipts.set(id, list);
    }
  }
  return receipts;
}

/** Which records were receipted, by whom and when, whatever became of the notary since. */
export function receiptsOf(set: RecordSet): ReadonlyMap<MemberId, readonly Receipt[]> {
  return receiptsBy(chainLinks(set).values());
}

/** The end of each chain: no other receipt goes on from it. What a revocation names as its heads. */
export function headsOf(set: RecordSet): MemberId[] {
  const links = chainLinks(set);
  const continued = new Set([...links.values()].map(({ previous }) => previous));
  return [...links.keys()].filter((id) => !continued.has(id)).sort();
}
