import { binaryChecks } from './binary-checks.ts';
import type { BinaryFacts } from './binary-facts.ts';
import { sealOf } from './proof-file.ts';
import {
  BINARY_CHECKS,
  checksOf,
  isConfirmed,
  type CheckName,
  type Proof,
  type ProofCheck,
} from './proof.ts';
import { recordChecks } from './record-checks.ts';

/** A check made anew. */
export interface CheckedAgain extends Omit<ProofCheck, 'name'> {
  /** `file`: that it is as it was written. */
  readonly name: CheckName | 'file';
  /** What the file says, where it says something else. */
  readonly claimed?: Pick<ProofCheck, 'ok' | 'detail'>;
}

export interface ProofVerdict {
  /** `unconfirmed`: every check holds, but no receipt is there that counts, so nothing shows that it ever stood. */
  readonly verdict: 'verified' | 'unconfirmed' | 'failed';
  readonly checks: readonly CheckedAgain[];
  /** For want of the binary. */
  readonly unchecked: readonly CheckName[];
}

function compared(check: ProofCheck, { checks }: Proof): CheckedAgain {
  const said = checks.find(({ name }) => name === check.name) ?? { ok: false, detail: [] };
  const isSame = said.ok === check.ok && JSON.stringify(said.detail) === JSON.stringify(check.detail);
  if (isSame) return check;
  return { ...check, ok: false, claimed: { ok: said.ok, detail: said.detail } };
}

/**
 * Asks everything again that a proof says, of its members and of the binary if there is one. What was withdrawn since,
 * or was unknown to whoever made it or left out by them, no proof can show; nor is its time more than its maker's word.
 * Hence nothing is `verified` that no notary receipted.
 */
export async function checkProof(proof: Proof, binary?: BinaryFacts): Promise<ProofVerdict> {
  const { checks: found, release } = await recordChecks(proof, proof.members);
  const names = checksOf(proof.format);
  const again = [...found, ...binaryChecks(proof, release, binary)]
    .filter(({ name }) => names.includes(name))
    .map((check) => compared(check, proof));
  const isWhole =
    sealOf(proof) === proof.seal && names.every((name, index) => proof.checks[index]?.name === name);
  const checks: CheckedAgain[] = [{ name: 'file', ok: isWhole, detail: [[proof.seal]] }, ...again];
  const unchecked = binary === undefined ? BINARY_CHECKS : [];
  // What is not asked again is not made better by that.
  const saidBad = proof.checks.some(({ name, ok }) => unchecked.includes(name) && !ok);
  const holds = !saidBad && checks.every(({ ok }) => ok);
  const verdict = !holds ? 'failed' : isConfirmed(found) ? 'verified' : 'unconfirmed';
  return { verdict, checks, unchecked };
}
