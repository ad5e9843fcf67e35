import { GenError } from '../errors.ts';
import { explain } from './explain.ts';
import { modulesIn } from './incompatibility.ts';
import type { Clash, Explain } from './solution.ts';
import { solve } from './solve.ts';
import { inOrder } from './statements.ts';
import { smallestClash, waysOut } from './ways-out.ts';

/**
 * Why what is asked for cannot be had, by the fewest of the wishes that clash, and each single change that helps.
 *
 * @param provider answers again what it answered before.
 * @throws GenError InvalidState `unexpected` where it can be had; as `solution`.
 */
export const explained: Explain = async (asked, provider, options): Promise<Clash> => {
  const wishes = asked.toSorted(inOrder);
  const clash = await smallestClash(wishes, provider, options);
  const unsolvable = await solve(clash, provider, options);
  if (!('because' in unsolvable))
    throw new GenError('InvalidState', 'unexpected', { text: 'nothing clashes' });
  return {
    because: explain(unsolvable.because, unsolvable.versions),
    ways: await waysOut(wishes, clash, provider, options),
    modules: modulesIn(unsolvable.because),
  };
};
