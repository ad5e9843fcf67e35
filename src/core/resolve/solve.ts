import { GenError } from '../errors.ts';
import { ASKER, resolvent, type Incompatibility } from './incompatibility.ts';
import { createPartialSolution } from './partial-solution.ts';
import { createStatements, type Provider } from './statements.ts';
import {
  bitOf,
  newestOf,
  type Candidate,
  type Choices,
  type Need,
  type Versions,
  type VersionsOptions,
} from './versions.ts';

export interface SolveOptions extends VersionsOptions {
  /** Versions that are taken where they fit, in place of the newest: what is locked or installed. */
  readonly preferred?: ReadonlyMap<string, string> | undefined;
  readonly signal?: { readonly aborted: boolean } | undefined;
}

/** A release for each module that is needed, in the order of their ids. */
export interface Solved {
  readonly chosen: ReadonlyMap<string, Candidate>;
}

/** Why nothing fits: what was learned of who asks alone. */
export interface Unsolvable {
  readonly because: Incompatibility;
  /** Of each module in it. */
  readonly versions: (id: string) => Versions;
}

/**
 * One release per module for all that is asked for, the newest that fits first: PubGrub, over sets of the releases that there are.
 * What is asked for is chosen before what it needs. Memory grows with the modules that the search met and what it learned of
 * them.
 *
 * @throws GenError InvalidInput `range` | `version`; Cancelled; what `provider` throws.
 */
export async function solve(
  asked: readonly Need[],
  provider: Provider,
  { preferred, signal, ...versionsOptions }: SolveOptions = {},
): Promise<Solved | Unsolvable> {
  const byModule = new Map<string, Incompatibility[]>();
  /** Of which something is known since its incompatibilities were looked at. */
  const changed = new Set<string>([ASKER]);
  const roots = new Set(asked.map(({ id }) => id));

  function add(incompatibility: Incompatibility): void {
    for (const id of incompatibility.terms.keys()) {
      const mine = byModule.get(id);
      if (mine === undefined) byModule.set(id, [incompatibility]);
      else mine.push(incompatibility);
      changed.add(id);
    }
  }
  const { versions, state } = createStatements(provider, versionsOptions, add);
  const solution = createPartialSolution((id) => versions(id).universe);

  /** @returns the one module of which something follows; `true`: all holds already; `undefined`: nothing follows. */
  function openTerm({ terms }: Incompatibility): string | true | undefined {
    let open: string | undefined;
    for (const [id, term] of terms) {
      const relation = solution.relation(id, term);
      if (relation === 'fails' || (relation === 'open' && open !== undefined)) return undefined;
      if (relation === 'open') open = id;
    }
    return open ?? true;
  }

  /** Where a conflict began, and what is to be learned of it; nothing behind that place stands any more. */
  function resolveConflict(conflict: Incompatibility): Incompatibility {
    let current = conflict;
    for (;;) {
      const { terms } = current;
      if (terms.size === 0 || (terms.size === 1 && terms.has(ASKER))) return current;
      const { id, place, others } = solution.lastSatisfier(terms);
      const { level, cause, after } = solution.at(place);
      const term = terms.get(id) as Choices;
      const { universe } = versions(id);
      const own = cause === undefined ? after : universe & ~(cause.terms.get(id) as Choices);
      // By itself it may say less than the term: something before it said the rest.
      const rest = (own & ~term) === 0n ? 1 : solution.levelOf(id, term | (universe & ~own));
      const previous = Math.max(1, others, rest);
      if (cause === undefined || previous < level) {
        solution.backtrack(previous);
        if (current !== conflict) add(current);
        return current;
      }
      current = resolvent(current, cause, id, universe);
    }
  }

  /** Derives all that follows. @returns why nothing fits, if nothing does. */
  function propagate(): Incompatibility | undefined {
    for (const id of changed) {
      changed.delete(id);
      const mine = byModule.get(id) ?? [];
      // What was learned last is likeliest to matter.
      for (let at = mine.length - 1; at >= 0; at -= 1) {
        const incompatibility = mine[at] as Incompatibility;
        const open = openTerm(incompatibility);
        if (open === undefined) continue;
        if (open === true) {
          const learned = resolveConflict(incompatibility);
          const left = openTerm(learned);
          if (typeof left !== 'string') return learned;
          solution.derive(left, learned.terms.get(left) as Choices, learned);
          changed.add(left);
          changed.add(id);
          break;
        }
        solution.derive(open, incompatibility.terms.get(open) as Choices, incompatibility);
        changed.add(open);
      }
    }
    return undefined;
  }

  /** What is asked for, then what leaves least to choose. */
  function nextModule(): string | undefined {
    let best: { id: string; isRoot: boolean; count: number } | undefined;
    for (const id of solution.wanted()) {
      const one = { id, isRoot: roots.has(id), count: solution.count(id) };
      if (best === undefined || isBefore(one, best)) best = one;
    }
    return best?.id;
  }

  function isBefore(a: { id: string; isRoot: boolean; count: number }, b: typeof a): boolean {
    if (a.isRoot !== b.isRoot) return a.isRoot;
    return a.count === b.count ? a.id < b.id : a.count < b.count;
  }

  function placeIn(id: string, choices: Choices): number {
    const version = preferred?.get(id);
    const kept = version === undefined ? 0n : versions(id).only(version) & choices;
    return newestOf(kept === 0n ? choices : kept);
  }

  await state(ASKER, { version: '0.0.0', dependencies: asked });
  solution.decide(ASKER, bitOf(0));
  for (;;) {
    if (signal?.aborted === true) throw new GenError('Cancelled', 'aborted');
    const because = propagate();
    if (because !== undefined) return { because, versions };
    const id = nextModule();
    if (id === undefined) break;
    const place = placeIn(id, solution.choices(id));
    await state(id, versions(id).releases[place] as Candidate);
    // What it says may rule it out.
    if (changed.size === 0) {
      solution.decide(id, bitOf(place));
      changed.add(id);
    }
  }
  const chosen = [...solution.decided()]
    .filter(([id]) => id !== ASKER)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, choice]): [string, Candidate] => [id, versions(id).releases[newestOf(choice)] as Candidate]);
  return { chosen: new Map(chosen) };
}
