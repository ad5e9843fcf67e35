import isIn from 'semver/functions/satisfies.js';
import { GenError } from '../errors.ts';
import type { ModuleId, VersionRange } from '../ids.ts';
import type { Dependency, ModuleView, ReleaseView } from '../view/module-view.ts';

/** Loads a module when the search needs it; `undefined`: no such module. */
export type ModuleProvider = (id: ModuleId) => Promise<ModuleView | undefined>;

export interface Requirement {
  readonly id: ModuleId;
  readonly range: VersionRange;
  /** Who asks, for the explanation: a module with its version, or `you`. */
  readonly by: string;
}

export interface Chosen {
  readonly module: ModuleView;
  readonly release: ReleaseView;
}

type Choice = ReadonlyMap<ModuleId, Chosen>;

function requirementsOf({ module, release }: Chosen): Requirement[] {
  return release.dependencies
    .filter(({ optional }) => optional !== true)
    .map(({ id, range }) => ({ id, range, by: `${module.id}@${release.version}` }));
}

function satisfies(release: ReleaseView, range: VersionRange): boolean {
  return isIn(release.version, range);
}

function excludes(conflicts: readonly Dependency[], { module, release }: Chosen): boolean {
  return conflicts.some(({ id, range }) => id === module.id && satisfies(release, range));
}

/** Whether `candidate` and everything chosen so far can stand beside each other. */
function clash(candidate: Chosen, choice: Choice): Chosen | undefined {
  return [...choice.values()].find(
    (other) => excludes(candidate.release.conflicts, other) || excludes(other.release.conflicts, candidate),
  );
}

function noSolution(requirement: Requirement, because: string, choice: Choice): GenError {
  const chosen = choice.get(requirement.id);
  return new GenError('VersionConflict', because, {
    id: requirement.id,
    range: requirement.range,
    by: requirement.by,
    ...(chosen === undefined ? {} : { chosen: chosen.release.version }),
  });
}

async function candidatesFor({ id, range, by }: Requirement, provider: ModuleProvider): Promise<Chosen[]> {
  const module = await provider(id);
  if (module === undefined) throw new GenError('NotFound', 'module', { id, by });
  return module.releases
    .filter((release) => release.yanked === undefined && !release.contradiction && satisfies(release, range))
    .map((release) => ({ module, release }));
}

/**
 * One version per module for everything that the requirements need, the newest that fits first. Searches by
 * backtracking: complete, and quick for the shallow graphs of a module's dependencies.
 *
 * @throws GenError NotFound `module` | VersionConflict `no-release` | `other-version` | `conflict`, naming the
 * requirement that failed last; Cancelled.
 */
export async function resolve(
  requirements: readonly Requirement[],
  provider: ModuleProvider,
  signal?: { readonly aborted: boolean },
): Promise<Choice> {
  async function search(open: readonly Requirement[], choice: Choice): Promise<Choice> {
    if (signal?.aborted === true) throw new GenError('Cancelled', 'aborted');
    const [requirement, ...rest] = open;
    if (requirement === undefined) return choice;
    const chosen = choice.get(requirement.id);
    if (chosen !== undefined) {
      if (satisfies(chosen.release, requirement.range)) return search(rest, choice);
      throw noSolution(requirement, 'other-version', choice);
    }
    let failure = noSolution(requirement, 'no-release', choice);
    for (const candidate of await candidatesFor(requirement, provider)) {
      if (clash(candidate, choice) !== undefined) {
        failure = noSolution(requirement, 'conflict', choice);
        continue;
      }
      try {
        const next = new Map([...choice, [requirement.id, candidate]]);
        return await search([...rest, ...requirementsOf(candidate)], next);
      } catch (thrown) {
        if (!(thrown instanceof GenError) || thrown.code !== 'VersionConflict') throw thrown;
        failure = thrown;
      }
    }
    throw failure;
  }
  return search(requirements, new Map());
}
