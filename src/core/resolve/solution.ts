import { cyclesOf, orderOf, type Graph } from './cycles.ts';
import { solve, type SolveOptions } from './solve.ts';
import { inOrder, type Provider } from './statements.ts';
import type { Candidate, Need } from './versions.ts';
import type { WayOut } from './ways-out.ts';

/** What belongs together. */
export interface Resolved {
  readonly kind: 'resolved';
  readonly chosen: ReadonlyMap<string, Candidate>;
  /** Dependencies first; modules that need each other stand together. */
  readonly order: readonly string[];
}

export interface Cycle {
  readonly kind: 'cycle';
  /** The first and the last are the same. */
  readonly path: readonly string[];
}

/** Why nothing fits, as sentences, and what could be changed. */
export interface Clash {
  readonly because: readonly string[];
  readonly ways: readonly WayOut[];
  /** What it is about: it cannot be done whatever releases others may have. */
  readonly modules: ReadonlySet<string>;
}

export interface ResolutionOptions extends SolveOptions {
  /** Of modules that need each other. Refused where nothing is said. */
  readonly cycles?: 'allow' | 'refuse' | undefined;
}

/** Tells why a question that has no solution has none. */
export type Explain = (asked: readonly Need[], provider: Provider, options?: SolveOptions) => Promise<Clash>;

/** What the chosen releases need of each other. */
export function graphOf(chosen: ReadonlyMap<string, Pick<Candidate, 'dependencies'>>): Graph {
  return new Map(
    [...chosen].map(([id, { dependencies }]) => [
      id,
      dependencies.filter((need) => need.optional !== true && need.id !== id).map((need) => need.id),
    ]),
  );
}

/**
 * One release per module for all that is asked for, and the order to install them in; without a word on why there is none: that is a
 * program of its own size. The same whatever the order of the releases and of what is asked for.
 *
 * @throws GenError InvalidInput `range` | `version`; Cancelled; what `provider` throws.
 */
export async function solution(
  asked: readonly Need[],
  provider: Provider,
  { cycles = 'refuse', ...options }: ResolutionOptions = {},
): Promise<Resolved | Cycle | { readonly kind: 'unsatisfiable' }> {
  const solved = await solve(asked.toSorted(inOrder), provider, options);
  if (!('chosen' in solved)) return { kind: 'unsatisfiable' };
  const graph = graphOf(solved.chosen);
  const [path] = cycles === 'allow' ? [] : cyclesOf(graph);
  return path === undefined
    ? { kind: 'resolved', chosen: solved.chosen, order: orderOf(graph) }
    : { kind: 'cycle', path };
}
