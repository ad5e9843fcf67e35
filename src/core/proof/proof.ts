import type { Did, Micros, ModuleId, Sha256, Version } from '../ids.ts';
import type { MemberId } from '../record/record.ts';

/**
 * Why a device believed an installed release, with everything that is needed to ask again: `checkProof` believes nothing
 * of what stands here but the members' signatures. Layout: docs/FORMAT.md, "Files".
 */
export interface Proof extends Claim {
  readonly format: ProofFormat;
  readonly checks: readonly ProofCheck[];
  /** Encoded: the release, what it stands by, what receipts it, what was withdrawn of it. */
  readonly members: readonly Uint8Array<ArrayBuffer>[];
  /** sha256 of the rest: shows a slip, not a forger, who makes it anew. */
  readonly seal: Sha256;
}

/** What is to be shown. */
export interface Claim {
  /** The namespace's own key. Who believes another one learns nothing from the proof. */
  readonly root: Did;
  readonly id: ModuleId;
  readonly version: Version;
  readonly sha256: Sha256;
  /** Bytes of the binary. */
  readonly size: number;
  /** The release. */
  readonly record: MemberId;
  /** By the device's clock, and on its word alone. */
  readonly checkedAt: Micros;
  /** The newest receipts for the module's document that were known; none where its chains are too long to go along. */
  readonly heads: readonly MemberId[];
  /** Where the newest signed head that the device had verified lists the module; none where it was older than the release, or counts no more. */
  readonly listed?: Listed | undefined;
}

/** A line of a signed head's list, with what leads from it to the hash that was signed. */
export interface Listed {
  /** The head's record. */
  readonly head: MemberId;
  /** The last receipt of the module's chain when it was signed. */
  readonly receipt: MemberId;
  /** The line's place in the list, from 0. */
  readonly index: number;
  /** Of 32 bytes each, from below. */
  readonly beside: readonly Uint8Array<ArrayBuffer>[];
}

/** The first one named no signed head; both are read, the last is written. */
export const PROOF_FORMATS = ['gen-registry-proof/1', 'gen-registry-proof/2'] as const;
export type ProofFormat = (typeof PROOF_FORMATS)[number];
export const PROOF_FORMAT = 'gen-registry-proof/2';

/** Characters. */
export const MAX_PROOF = 1_000_000;

/** In the order in which a reader asks; each needs the one before. */
export const CHECK_NAMES = [
  'members',
  'signature',
  'chain',
  'standing',
  'receipts',
  'head',
  'signed-head',
  'digest',
  'size',
  'structure',
  'imports',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

export function checksOf(format: ProofFormat): readonly CheckName[] {
  return format === PROOF_FORMAT ? CHECK_NAMES : CHECK_NAMES.filter((name) => name !== 'signed-head');
}

/**
 * Whether a notary vouches for the time of a release. Without that its time is its author's word, who may have lost the
 * permission long before writing it, and left out of the proof what ended it.
 */
export function isConfirmed(
  checks: readonly (Pick<ProofCheck, 'ok' | 'detail'> & { readonly name: string })[],
): boolean {
  return checks.some(({ name, ok, detail }) => name === 'receipts' && ok && detail.length > 0);
}

/** What only the binary can tell. */
export const BINARY_CHECKS: readonly CheckName[] = ['structure', 'imports'];

/**
 * What was found, as rows of facts; words are the reader's. Times in microseconds, nothing as an empty text.
 *
 * | check | a row |
 * | --- | --- |
 * | `members` | number of members; then, of each that is not admitted, its place and why |
 * | `signature` | the release's record, who signed it, when |
 * | `chain` | who may write, where (with `/`), until when; the root first |
 * | `standing` | what was withdrawn, by whom, when, why, and whether the release `stands` all the same; or `expired`, when |
 * | `receipts` | a notary, when |
 * | `head` | a receipt, its notary, when |
 * | `signed-head` | number of the head, who signed it, when |
 * | `digest`, `size` | what the release says; what the binary has where that differs |
 * | `structure` | `core` or `component`; else what is wrong |
 * | `imports` | module, name, kind; `…` and a number for those that are left out |
 */
export interface ProofCheck {
  readonly name: CheckName;
  readonly ok: boolean;
  readonly detail: readonly (readonly string[])[];
}

/** A component's are in no proof: its `imports` hold, and say nothing. */
export function areImportsCompared(
  checks: readonly { readonly name: string; readonly detail: ProofCheck['detail'] }[],
): boolean {
  return checks.find(({ name }) => name === 'structure')?.detail[0]?.[0] !== 'component';
}
