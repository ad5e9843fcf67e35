import { didOf, type Micros, type ModuleId, type NamespaceId, type Sha256, type Version } from '../ids.ts';
import { MAX_HEADS } from '../record/kinds.ts';
import type { MemberId } from '../record/record.ts';
import { decodeMember } from '../record/member.ts';
import { ownershipOf } from '../view/ownership.ts';
import { recordSet, upTo, type RecordSet } from '../view/record-set.ts';
import type { SignedHead } from '../view/signed-head.ts';
import { binaryChecks } from './binary-checks.ts';
import type { BinaryFacts } from './binary-facts.ts';
import { neededMembers } from './needed-members.ts';
import { sealOf, writeProof } from './proof-file.ts';
import { MAX_PROOF, PROOF_FORMAT, type Claim, type Proof } from './proof.ts';
import { recordChecks } from './record-checks.ts';
import { headIn, listedIn } from './signed-head-check.ts';

export interface ReleaseToProve {
  readonly namespace: NamespaceId;
  readonly id: ModuleId;
  readonly version: Version;
  readonly sha256: Sha256;
  readonly size: number;
  readonly record: MemberId;
}

type Seen = Pick<SignedHead, 'id' | 'chains' | 'signed'>;

/** By all that is known: a proof that left out what ended a head's permission would show one that counts no more. */
function headCounts(
  { id: head, signed }: Seen,
  known: RecordSet,
  asked: ReleaseToProve,
  now: Micros,
): boolean {
  const shown = recordSet(
    [signed.capability, signed.head].map((bytes) => decodeMember(Uint8Array.from(bytes))),
  );
  const { pending } = known;
  const records = [...known.records, ...shown.records];
  const capabilities = new Map([...known.capabilities, ...shown.capabilities]);
  const set = upTo({ records, capabilities, pending }, now);
  const { standing } = ownershipOf(set, asked.id, asked.namespace, now);
  return headIn(set, head, standing) !== undefined;
}

/**
 * Checks a release against what is known of it, all signatures anew, and writes down both.
 *
 * @param set    of the module's document and the authority's.
 * @param binary of the bytes that are installed.
 * @param seen   the newest signed head that was verified; named while it counts.
 * @returns `undefined` while the set has not the release or its name's grant, or for a proof above `MAX_PROOF`. Checks
 *          that failed are in the proof.
 */
export async function makeProof(
  asked: ReleaseToProve,
  set: RecordSet,
  binary: BinaryFacts,
  now: Micros,
  seen?: Seen,
): Promise<Proof | undefined> {
  const { namespace, ...release } = asked;
  const known = upTo(set, now);
  const counting = seen !== undefined && headCounts(seen, known, asked, now) ? seen : undefined;
  for (const withHeads of [true, false]) {
    const wanted = { id: release.id, record: release.record, namespace, now, withHeads };
    const needed = neededMembers(known, wanted);
    if (needed === undefined) return undefined;
    const { heads } = needed;
    // Without the chains nothing leads from what is listed to the release.
    const listed = counting && withHeads ? listedIn(counting, known, release) : undefined;
    const shown =
      listed === undefined || counting === undefined
        ? []
        : [counting.signed.capability, counting.signed.head];
    const members = [...needed.members, ...shown.map((bytes) => Uint8Array.from(bytes))];
    const { id, version, sha256, size, record } = release;
    const said = { root: didOf(namespace), id, version, sha256, size, record, checkedAt: now, heads };
    const claim: Claim = listed === undefined ? said : { ...said, listed };
    const found = await recordChecks(claim, members);
    const checks = [...found.checks, ...binaryChecks(claim, found.release, binary)];
    const unsealed = { format: PROOF_FORMAT, ...claim, checks, members } as const;
    const proof = { ...unsealed, seal: sealOf(unsealed) };
    if (heads.length <= MAX_HEADS && writeProof(proof).length <= MAX_PROOF) return proof;
  }
  return undefined;
}
