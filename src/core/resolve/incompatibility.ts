import type { Choices } from './versions.ts';

/** Why a set of terms cannot all hold. */
export type Cause =
  /** Somebody asks for it: `you`, or what is named. */
  | { readonly kind: 'asked'; readonly id: string; readonly range: string; readonly missing: Missing }
  | {
      readonly kind: 'needs';
      readonly from: string;
      readonly id: string;
      readonly range: string;
      readonly missing: Missing;
    }
  | { readonly kind: 'allows'; readonly from: string; readonly id: string; readonly range: string }
  | { readonly kind: 'excludes'; readonly from: string; readonly id: string; readonly range: string }
  | { readonly kind: 'derived'; readonly left: Incompatibility; readonly right: Incompatibility };

/** Every module that a derivation says something of, those too that it has no term for in the end. */
export function modulesIn(root: Incompatibility): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set([root]);
  for (const { cause } of seen) {
    if (cause.kind === 'derived') seen.add(cause.left).add(cause.right);
    else {
      found.add(cause.id);
      if ('from' in cause) found.add(cause.from);
    }
  }
  return found;
}

/** What is asked for and is not there at all. */
export type Missing = 'module' | 'release' | undefined;

/**
 * Terms that cannot all hold: for each module a set of choices, absent among them for a negative term. PubGrub's word, from "PubGrub:
 * Next-Generation Version Solving" and the solver document of Dart's pub.
 */
export interface Incompatibility {
  readonly terms: ReadonlyMap<string, Choices>;
  readonly cause: Cause;
}

/** The module that stands for who asks. Its one release is always chosen. */
export const ASKER = '';

/**
 * What follows from two incompatibilities that have a module in common: whatever it is, one of them rules it out or the rest of the
 * other does.
 *
 * @param pivot that module. @param universe all its choices.
 */
export function resolvent(
  left: Incompatibility,
  right: Incompatibility,
  pivot: string,
  universe: Choices,
): Incompatibility {
  const terms = new Map(left.terms);
  for (const [id, choices] of right.terms) {
    const mine = terms.get(id);
    terms.set(id, mine === undefined ? choices : mine & choices);
  }
  const either = (left.terms.get(pivot) ?? 0n) | (right.terms.get(pivot) ?? 0n);
  if (either === universe) terms.delete(pivot);
  else terms.set(pivot, either);
  return { terms, cause: { kind: 'derived', left, right } };
}
