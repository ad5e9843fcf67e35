import { cyclesOf, orderOf, type Graph } from './cycles.ts';
import { explain } from './explain.ts';
import { modulesIn } from './incompatibility.ts';
import { solve, type SolveOptions } from './solve.ts';
import { inOrder, type Provider } from './statements.ts';
import type { Candidate, Need } from './versions.ts';
import { smallestClash, waysOut, type WayOut } from './ways-out.ts';

/** What became of a question for modules. */
export type Resolution =
  | {
      readonly kind: 'resolved';
      readonly chosen: ReadonlyMap<string, Candidate>;
      /** Dependencies first; modules that need each other stand together. */
      readonly order: readonly string[];
    }
  /** The first and the last are the same. */
  | { readonly kind: 'cycle'; readonly path: readonly string[] }
  | {
      readonly kind: 'unsatisfiable';
      readonly because: readonly string[];
      readonly ways: readonly WayOut[];
      /** It cannot be done whatever releases others may have. */
      readonly modules: ReadonlySet<string>;
    };

export interface ResolutionOptions extends SolveOptions {
  /** Of modules that need each other. Refused where nothing is said. */
  readonly cycles?: 'allow' | 'refuse' | undefined;
}

/** What the chosen releases need of each other. */
export function graphOf(chosen: ReadonlyMap<string, Pick<Candidate, 'dependencies'>>): Graph {
  return new Map(
    [...chosen].map(([id, { dependencies }]) => [
      id,
      dependencies.filter((need) => need.optional !== true && need.id !== id).map((need) => need.id),
    ]),
  );
}

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
 * changed. The same whatever the order of the releases and of what is asked for.
 *
 * @throws GenError InvalidInput `range` | `version`; Cancelled; what `provider` throws.
 */
export async function resolution(
  asked: readonly Need[],
  provider: Provider,
  { cycles = 'refuse', ...options }: ResolutionOptions = {},
): Promise<Resolution> {
  const known = remembered(provider);
  const wishes = asked.toSorted(inOrder);
  const solved = await solve(wishes, known, options);
  if ('chosen' in solved) {
    const graph = graphOf(solved.chosen);
    const [path] = cycles === 'allow' ? [] : cyclesOf(graph);
    return path === undefined
      ? { kind: 'resolved', chosen: solved.chosen, order: orderOf(graph) }
      : { kind: 'cycle', path };
  }
  const clash = await smallestClash(wishes, known, options);
  const smaller = clash.length === wishes.length ? solved : await solve(clash, known, options);
  const { because, versions } = 'because' in smaller ? smaller : solved;
  return {
    kind: 'unsatisfiable',
    because: explain(because, versions),
    ways: await waysOut(wishes, clash, known, options),
    modules: modulesIn(because),
  };
}
