import { didOf, type Micros, type ModuleId, type NamespaceId, type Sha256, type Version } from '../ids.ts';
import { MAX_HEADS } from '../record/kinds.ts';
import type { MemberId } from '../record/record.ts';
import { upTo, type RecordSet } from '../view/record-set.ts';
import { binaryChecks } from './binary-checks.ts';
import type { BinaryFacts } from './binary-facts.ts';
import { neededMembers } from './needed-members.ts';
import { sealOf, writeProof } from './proof-file.ts';
import { MAX_PROOF, PROOF_FORMAT, type Claim, type Proof } from './proof.ts';
import { recordChecks } from './record-checks.ts';

export interface ReleaseToProve {
  readonly namespace: NamespaceId;
  readonly id: ModuleId;
  readonly version: Version;
  readonly sha256: Sha256;
  readonly size: number;
  readonly record: MemberId;
}

/**
 * Checks a release against what is known of it, all signatures anew, and writes down both.
 *
 * @param set    of the module's document and the authority's.
 * @param binary of the bytes that are installed.
 * @returns `undefined` while the set has not the release or its name's grant, or for a proof above `MAX_PROOF`. Checks
 *          that failed are in the proof.
 */
export async function makeProof(
  { namespace, ...release }: ReleaseToProve,
  set: RecordSet,
  binary: BinaryFacts,
  now: Micros,
): Promise<Proof | undefined> {
  const known = upTo(set, now);
  for (const withHeads of [true, false]) {
    const wanted = { id: release.id, record: release.record, namespace, now, withHeads };
    const needed = neededMembers(known, wanted);
    if (needed === undefined) return undefined;
    const { heads, members } = needed;
    const { id, version, sha256, size, record } = release;
    const claim: Claim = { root: didOf(namespace), id, version, sha256, size, record, checkedAt: now, heads };
    const found = await recordChecks(claim, members);
    const checks = [...found.checks, ...binaryChecks(claim, found.release, binary)];
    const unsealed = { format: PROOF_FORMAT, ...claim, checks, members } as const;
    const proof = { ...unsealed, seal: sealOf(unsealed) };
    if (heads.length <= MAX_HEADS && writeProof(proof).length <= MAX_PROOF) return proof;
  }
  return undefined;
}
