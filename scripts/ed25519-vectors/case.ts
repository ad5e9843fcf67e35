import type { Forged } from './curve.ts';
import type { Reason } from './judge.ts';

/** One question to a verifier, with the answer that its author expects. */
export interface Case {
  /** What the case tests. */
  readonly rule: string;
  readonly name: string;
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  /** `refused`: by which reason is chance, such as whether bent bytes still name a point. */
  readonly expected: 'valid' | 'refused' | Reason;
}

export function caseOf(
  rule: string,
  name: string,
  key: Uint8Array,
  forged: Forged,
  expected: Case['expected'],
): Case {
  return { rule, name, key, message: forged.message, signature: forged.signature, expected };
}
