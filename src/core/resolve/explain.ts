import { tellDerivation } from './derivation.ts';
import { forcedSteps } from './forced.ts';
import type { Incompatibility } from './incompatibility.ts';
import { sayingsOf } from './sayings.ts';
import { tellSteps } from './story.ts';
import type { Versions } from './versions.ts';

/**
 * Why nothing fits, as sentences that end with what cannot be: who needs what, in the order in which one comes upon it. Where that does
 * not suffice, because cases have to be told apart, the derivation of the incompatibility instead.
 */
export function explain(root: Incompatibility, versions: (id: string) => Versions): readonly string[] {
  const steps = forcedSteps(sayingsOf(root, versions), versions);
  return steps === undefined ? tellDerivation(root, versions) : tellSteps(steps, versions);
}
