import { ancestryOf, derivesFrom } from '../access/authority.ts';
import { linksOf, receiverOf, type Capability } from '../access/capability.ts';
import { toGenError } from '../errors.ts';
import { didOf, publicKeyOf } from '../ids.ts';
import { admit1 } from '../record/admission.ts';
import { AUTHORITY, documentOf, FIRST_EPOCH, moduleDocument, modulePath } from '../record/document.ts';
import { readBody, type Body } from '../record/kinds.ts';
import { capabilityMember, decodeMember, type Member } from '../record/member.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { grantedFor } from '../view/grants.ts';
import { coverageOf } from '../view/coverage.ts';
import { ownershipOf } from '../view/ownership.ts';
import { chainLinks } from '../view/receipts.ts';
import { capabilityOf, recordSet, upTo, type RecordSet } from '../view/record-set.ts';
import { revocationsOf } from '../view/revocations.ts';
import type { Standing } from '../view/standing.ts';
import type { GrantView } from '../view/succession.ts';
import type { Claim, ProofCheck } from './proof.ts';
import { signedHeadCheck } from './signed-head-check.ts';

/** Only what stands in the module's document or in the authority's can say anything of a release. */
async function admitted(claim: Claim, encoded: readonly Uint8Array[]): Promise<[ProofCheck, Member[]]> {
  const namespace = publicKeyOf(claim.root);
  const failed: string[][] = [];
  const decoded = encoded.flatMap((bytes, place) => {
    try {
      return [{ place, member: decodeMember(bytes) }];
    } catch (thrown) {
      const { code, reason } = toGenError(thrown);
      failed.push([String(place), `${code} ${reason}`]);
      return [];
    }
  });
  const capabilities = new Map<MemberId, Capability>();
  for (const { member } of decoded) {
    if (member.member === 'capability') capabilities.set(member.id, member.capability);
  }
  const past = { capability: (id: MemberId) => capabilities.get(id) };
  const verdicts = await Promise.all(
    decoded.map(async ({ place, member }) => {
      try {
        const isElsewhere = member.member === 'capability' || documentOf(member, FIRST_EPOCH) === AUTHORITY;
        const path = isElsewhere ? AUTHORITY : moduleDocument(claim.id);
        return await admit1({ namespace, epoch: FIRST_EPOCH, path }, member.bytes, past);
      } catch (thrown) {
        const { code, reason } = toGenError(thrown);
        failed.push([String(place), `${code} ${reason}`]);
        return undefined;
      }
    }),
  );
  const detail = [[String(encoded.length)], ...failed.sort(([a], [b]) => Number(a) - Number(b))];
  const members = verdicts.filter((member) => member !== undefined);
  return [{ name: 'members', ok: failed.length === 0, detail }, members];
}

function releaseOf(set: RecordSet, { id, version, record }: Claim): GenRecord | undefined {
  const path = ['modules', ...modulePath(id), 'versions', version].join('/');
  return set.records.find((one) => one.id === record && one.path.join('/') === path);
}

function chainCheck(capability: Capability | undefined, name: GrantView | undefined): ProofCheck {
  const ok =
    capability !== undefined &&
    name !== undefined &&
    !name.contested &&
    grantedFor(name.grant, capability) !== undefined;
  const links = capability === undefined ? [] : linksOf(capability);
  const detail = links.map(({ receiver, area }) => [
    didOf(receiver),
    area.path.join('/'),
    String(area.times.end ?? ''),
  ]);
  return { name: 'chain', ok, detail };
}

function standingCheck(
  record: GenRecord | undefined,
  capability: Capability | undefined,
  set: RecordSet,
  standing: Standing,
  name: GrantView | undefined,
): ProofCheck {
  if (record === undefined || capability === undefined) return { name: 'standing', ok: false, detail: [] };
  const fault = standing.fault(record);
  const revocations = revocationsOf(set);
  const detail = ancestryOf(capability)
    .flatMap((link) => revocations.get(capabilityMember(link).id) ?? [])
    .map((revocation) => {
      const ends = fault?.kind === 'revoked' && fault.revocation.record.id === revocation.record.id;
      const { delegation, by, time, reason } = revocation;
      return [delegation, by, String(time), reason, ends ? '' : 'stands'];
    });
  for (const handover of name?.handovers ?? []) {
    if (!handover.ended.some((one) => derivesFrom(capability, one))) continue;
    const stands = fault?.kind === 'handed-over' ? '' : 'stands';
    const { by, time, reason } = handover;
    detail.push(['handed-over', by, String(time), reason, stands]);
  }
  if (fault?.kind === 'expired') detail.push(['expired', String(fault.end)]);
  return { name: 'standing', ok: fault === undefined, detail };
}

function headCheck({ heads, record }: Claim, set: RecordSet, isReceipted: boolean): ProofCheck {
  const links = chainLinks(set);
  const known = heads.map((head) => links.get(head)?.record).filter((receipt) => receipt !== undefined);
  const leads = heads.length === 0 || !isReceipted || coverageOf(links)(heads)(record);
  const detail = known.map(({ id, subspace, timestamp }) => [id, didOf(subspace), String(timestamp)]);
  return { name: 'head', ok: known.length === heads.length && leads, detail };
}

/** Everything that the members themselves say of a claim, asked anew. */
export async function recordChecks(
  claim: Claim,
  encoded: readonly Uint8Array[],
): Promise<{ checks: ProofCheck[]; release: Body<'release'> | undefined }> {
  const [membersCheck, members] = await admitted(claim, encoded);
  const set = upTo(recordSet(members), claim.checkedAt);
  const { name, standing } = ownershipOf(set, claim.id, publicKeyOf(claim.root), claim.checkedAt);
  const record = releaseOf(set, claim);
  const release = record === undefined ? undefined : readBody('release', record.payload);
  const capability = record === undefined ? undefined : capabilityOf(set, record);
  const receipts = record === undefined ? [] : standing.receipts(record.id);
  const signed = record !== undefined && capability !== undefined && release !== undefined;
  const checks: ProofCheck[] = [
    membersCheck,
    {
      name: 'signature',
      ok: signed,
      detail: signed ? [[record.id, didOf(receiverOf(capability)), String(record.timestamp)]] : [],
    },
    chainCheck(capability, name),
    standingCheck(record, capability, set, standing, name),
    {
      name: 'receipts',
      ok: record !== undefined,
      detail: receipts.map(({ notary, time }) => [notary, String(time)]),
    },
    headCheck(claim, set, receipts.length > 0),
    signedHeadCheck(claim, set, standing),
  ];
  return { checks, release };
}
