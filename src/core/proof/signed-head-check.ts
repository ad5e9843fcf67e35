import { areaOf } from '../access/capability.ts';
import { isAuthority } from '../access/authority.ts';
import { equalBytes } from '../bytes.ts';
import { didOf, sha256Bytes, type ModuleId } from '../ids.ts';
import { moduleDocument } from '../record/document.ts';
import { readBody } from '../record/kinds.ts';
import type { MemberId } from '../record/record.ts';
import { besideOf, leafOf, rootBeside, type Place } from '../view/chain-tree.ts';
import { coverageOf } from '../view/coverage.ts';
import { chainLinks } from '../view/receipts.ts';
import { capabilityOf, type RecordSet } from '../view/record-set.ts';
import type { SignedHead } from '../view/signed-head.ts';
import type { Standing } from '../view/standing.ts';
import type { Claim, Listed, ProofCheck } from './proof.ts';

/**
 * The line of a signed head's list whose receipt leads back to the release's; none where the head is older than that, or
 * the set has not what lies between.
 */
export function listedIn(
  { id: head, chains }: Pick<SignedHead, 'id' | 'chains'>,
  set: RecordSet,
  { id, record }: { readonly id: ModuleId; readonly record: MemberId },
): Listed | undefined {
  const coverage = coverageOf(chainLinks(set));
  const document = moduleDocument(id);
  const index = chains.findIndex((place) => place.document === document && coverage([place.receipt])(record));
  const line = chains[index];
  if (line === undefined) return undefined;
  return { head, receipt: line.receipt, index, beside: besideOf(chains.map(leafOf), index) };
}

/** The end of a chain as its last receipt has it: a proof names it by that. */
function placeOf(set: RecordSet, id: ModuleId, receipt: MemberId): Place | undefined {
  const link = chainLinks(set).get(receipt);
  const body = link && readBody('receipt', link.record.payload);
  if (link === undefined || body === undefined) return undefined;
  return { document: moduleDocument(id), notary: link.record.subspace, number: body.number, receipt };
}

/** A head of the set that counts, by a permission that has not ended. */
export function headIn(set: RecordSet, head: MemberId, standing: Standing) {
  const record = set.records.find(({ id }) => id === head);
  const capability = record && capabilityOf(set, record);
  const body = record && readBody('head', record.payload);
  if (record === undefined || capability === undefined || body === undefined) return undefined;
  const mayHead = isAuthority(capability, 'heads') && areaOf(capability).path.length <= 1;
  const isThere = record.path.join('/') === `heads/${body.number}`;
  return mayHead && isThere && standing.fault(record) === undefined ? { record, body } : undefined;
}

/** Whether the whole namespace, as a relay signed it at one time, holds the release. Nothing is wrong where none is named. */
export function signedHeadCheck(
  { listed, id, record }: Claim,
  set: RecordSet,
  standing: Standing,
): ProofCheck {
  const name = 'signed-head';
  if (listed === undefined) return { name, ok: true, detail: [] };
  const found = headIn(set, listed.head, standing);
  const place = placeOf(set, id, listed.receipt);
  if (found === undefined || place === undefined) return { name, ok: false, detail: [] };
  const { body, record: head } = found;
  const root = rootBeside(leafOf(place), { index: listed.index, count: body.chains }, listed.beside);
  const isListed = root !== undefined && equalBytes(root, sha256Bytes(body.tree));
  const leads = coverageOf(chainLinks(set))([listed.receipt])(record);
  const detail = [[String(body.number), didOf(head.subspace), String(head.timestamp)]];
  return { name, ok: isListed && leads, detail };
}
