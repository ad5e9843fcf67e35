import Range from 'semver/classes/range.js';
import SemVer from 'semver/classes/semver.js';
import { GenError } from '../errors.ts';

/** A range that a release names another module with. */
export interface Need {
  readonly id: string;
  /** A range as node-semver means it. */
  readonly range: string;
  /** It need not be there; where it is, it has to fit. */
  readonly optional?: boolean | undefined;
}

/** A release as the solver sees it. */
export interface Candidate {
  readonly version: string;
  readonly dependencies: readonly Need[];
  /** What it cannot stand beside. */
  readonly conflicts?: readonly Need[] | undefined;
  /** It is there already: of a pre-release, that ranges without one in them admit it too, as they did when it was taken. */
  readonly isHeld?: boolean | undefined;
}

/**
 * What a module may be: one bit for each of its releases, the newest at bit 1, and bit 0 for not being there. Everything that the
 * solver says of a module is such a set, so that "not" is a complement, and a range means exactly the releases that node-semver
 * says it does, pre-releases included.
 */
export type Choices = bigint;

export const ABSENT: Choices = 1n;

/** One module's releases, and the sets that ranges mean among them. */
export interface Versions {
  readonly id: string;
  /** Newest first. */
  readonly releases: readonly Candidate[];
  /** Every release, and absent. */
  readonly universe: Choices;
  /** The releases that a range admits. @throws GenError InvalidInput `range`. */
  within(range: string): Choices;
  /** A range that admits just these releases, as somebody wrote it; `undefined`: nobody did. */
  rangeOf(choices: Choices): string | undefined;
  /** Of this version alone; 0 where there is no such release. */
  only(version: string): Choices;
}

export interface VersionsOptions {
  /** A range without a pre-release in it admits pre-releases too. */
  readonly prereleases?: boolean | undefined;
}

export const bitOf = (place: number): Choices => 1n << BigInt(place + 1);

/** Of the newest release among these; -1 where there is none. */
export function newestOf(choices: Choices): number {
  const releases = choices & ~ABSENT;
  if (releases === 0n) return -1;
  return (releases & -releases).toString(2).length - 2;
}

export function countOf(choices: Choices): number {
  let count = 0;
  for (let left = choices; left !== 0n; left &= left - 1n) count += 1;
  return count;
}

function parsed(range: string, includePrerelease: boolean): Range {
  try {
    return new Range(range, { includePrerelease });
  } catch (cause) {
    throw new GenError('InvalidInput', 'range', { range }, cause);
  }
}

/** Of two texts for the same releases the one to show. */
function isPlainer(range: string, than: string): boolean {
  return range.length === than.length ? range < than : range.length < than.length;
}

/** @param releases in any order. @throws GenError InvalidInput `version` where one is no semver. */
export function versionsOf(
  id: string,
  releases: readonly Candidate[],
  options: VersionsOptions = {},
): Versions {
  const known = releases
    .map((release) => {
      try {
        return { release, semver: new SemVer(release.version) };
      } catch (cause) {
        throw new GenError('InvalidInput', 'version', { id, version: release.version }, cause);
      }
    })
    .sort((a, b) => b.semver.compare(a.semver) || b.semver.compareBuild(a.semver));
  const isAnyHeld = known.some(({ release }) => release.isHeld === true);
  const universe = (1n << BigInt(known.length + 1)) - 1n;
  const sets = new Map<string, Choices>();
  const ranges = new Map<Choices, string>();

  function within(range: string): Choices {
    const before = sets.get(range);
    if (before !== undefined) return before;
    const test = parsed(range, options.prereleases === true);
    const loose = isAnyHeld ? parsed(range, true) : test;
    const choices = known.reduce(
      (set, { semver, release }, place) =>
        (release.isHeld === true ? loose : test).test(semver) ? set | bitOf(place) : set,
      0n,
    );
    sets.set(range, choices);
    const shorter = ranges.get(choices);
    if (shorter === undefined || isPlainer(range, shorter)) ranges.set(choices, range);
    return choices;
  }

  return {
    id,
    releases: known.map(({ release }) => release),
    universe,
    within,
    rangeOf: (choices) => ranges.get(choices),
    only(version) {
      const place = known.findIndex(({ release }) => release.version === version);
      return place < 0 ? 0n : bitOf(place);
    },
  };
}
