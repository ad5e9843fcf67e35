import { explained } from './explained.ts';
import { solution, type Clash, type Cycle, type ResolutionOptions, type Resolved } from './solution.ts';
import type { Provider } from './statements.ts';
import type { Need } from './versions.ts';

/** What became of a question for modules. */
export type Resolution = Resolved | Cycle | ({ readonly kind: 'unsatisfiable' } & Clash);

/** Asks for each module once, however often what is asked for is looked at. */
function remembered(provider: Provider): Provider {
  const known = new Map<string, ReturnType<Provider>>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined || known.has(id)) return before;
    const answer = provider(id);
    known.set(id, answer);
    return answer;
  };
}

/**
 * One release per module for all that is asked for, and the order to install them in; or why not, as sentences, and what could be
 * changed.
 *
 * @throws GenError as `solution`.
 */
export async function resolution(
  asked: readonly Need[],
  provider: Provider,
  { cycles, ...options }: ResolutionOptions = {},
): Promise<Resolution> {
  const known = remembered(provider);
  const found = await solution(asked, known, { cycles, ...options });
  return found.kind === 'unsatisfiable' ? { ...found, ...(await explained(asked, known, options)) } : found;
}
