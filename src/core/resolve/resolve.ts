import isIn from 'semver/functions/satisfies.js';
import { GenError } from '../errors.ts';
import type { ModuleId, Version, VersionRange } from '../ids.ts';
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

/** @throws GenError InvalidState: what its owner withdrew, or whose owner is in doubt, is installed by nobody new. */
export function requireInstallable({ id, status, contested }: ModuleView, by: string): void {
  if (status === 'unregistered') throw new GenError('InvalidState', 'unregistered', { id, by });
  if (contested) throw new GenError('InvalidState', 'contested', { id, by });
}

async function candidatesOf({ id, by }: Requirement, provider: ModuleProvider): Promise<readonly Chosen[]> {
  const module = await provider(id);
  if (module === undefined) throw new GenError('NotFound', 'module', { id, by });
  requireInstallable(module, by);
  return module.releases
    .filter((release) => release.yanked === undefined && !release.contradiction)
    .map((release) => ({ module, release }));
}

/** What is installed, and stays as it is unless it is chosen anew. */
export interface Installed {
  readonly id: ModuleId;
  readonly version: Version;
  readonly dependencies: readonly Dependency[];
}

/**
 * What the installed modules need of `id`. Those that are chosen anew, or are about to be, speak for themselves.
 */
function heldBy(
  installed: readonly Installed[],
  id: ModuleId,
  replaced: (id: ModuleId) => boolean,
): Requirement[] {
  return installed
    .filter((holder) => !replaced(holder.id))
    .flatMap((holder) =>
      holder.dependencies
        .filter((dependency) => dependency.id === id && dependency.optional !== true)
        .map(({ range }) => ({ id, range, by: `${holder.id}@${holder.version}` })),
    );
}

export interface ResolveOptions {
  readonly signal?: { readonly aborted: boolean } | undefined;
  readonly installed?: readonly Installed[];
}

/** Far more than any sound graph needs; whoever publishes one that needs more stops nobody's device. */
const MAX_STEPS = 10_000;

/**
 * One version per module for everything that the requirements need, the newest that fits first. Searches by
 * backtracking: complete, and quick for the shallow graphs of a module's dependencies. (With one exception: an
 * installed module that only a later step would replace still binds the earlier ones.)
 *
 * @throws GenError NotFound `module` | InvalidState `unregistered` | `contested` | VersionConflict `no-release` |
 * `other-version` | `conflict` | `installed`, naming the requirement that failed last; Timeout `too-hard`; Cancelled.
 */
export async function resolve(
  requirements: readonly Requirement[],
  provider: ModuleProvider,
  { signal, installed = [] }: ResolveOptions = {},
): Promise<Choice> {
  const loaded = new Map<ModuleId, Promise<readonly Chosen[]>>();
  let steps = 0;

  function candidatesFor(requirement: Requirement): Promise<readonly Chosen[]> {
    const known = loaded.get(requirement.id) ?? candidatesOf(requirement, provider);
    loaded.set(requirement.id, known);
    return known;
  }

  async function search(open: readonly Requirement[], choice: Choice): Promise<Choice> {
    if (signal?.aborted === true) throw new GenError('Cancelled', 'aborted');
    steps += 1;
    if (steps > MAX_STEPS) throw new GenError('Timeout', 'too-hard', { steps: MAX_STEPS });
    const [requirement, ...rest] = open;
    if (requirement === undefined) return choice;
    const chosen = choice.get(requirement.id);
    if (chosen !== undefined) {
      if (satisfies(chosen.release, requirement.range)) return search(rest, choice);
      throw noSolution(requirement, 'other-version', choice);
    }
    const held = heldBy(
      installed,
      requirement.id,
      (id) => choice.has(id) || open.some((one) => one.id === id),
    );
    let failure = noSolution(requirement, 'no-release', choice);
    for (const candidate of await candidatesFor(requirement)) {
      if (!satisfies(candidate.release, requirement.range)) continue;
      const broken = held.find(({ range }) => !satisfies(candidate.release, range));
      if (broken !== undefined) {
        failure = noSolution(broken, 'installed', choice);
        continue;
      }
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
