import satisfies from 'semver/functions/satisfies.js';
import type { Candidate, Need } from '../../../src/core/resolve/versions.ts';

export type Releases = ReadonlyMap<string, readonly Candidate[]>;

/** A release in somebody's answer, and the version of each module that it finds there. */
export interface Placed {
  readonly id: string;
  readonly version: string;
  readonly finds: Readonly<Record<string, string>>;
}

/** What an answer is worth: one version of each module and all fits; several of one; or something does not fit. */
export type Verdict = 'sound' | 'several' | 'unfit';

/** An answer of one version per module, of which each finds all. */
export function placedOf(chosen: Readonly<Record<string, string>>): readonly Placed[] {
  return Object.entries(chosen).map(([id, version]) => ({ id, version, finds: chosen }));
}

/** By node-semver alone: nobody's answer is believed, ours neither. */
export function verdictOf(releases: Releases, root: string, placed: readonly Placed[]): Verdict {
  const versions = Map.groupBy(placed, ({ id }) => id);
  const isThere = ({ id, range }: Need): boolean =>
    (versions.get(id) ?? []).some(({ version }) => satisfies(version, range));
  const fits = ({ id, version, finds }: Placed): boolean => {
    const release = releases.get(id)?.find((one) => one.version === version);
    if (release === undefined) return false;
    const isMet = (need: Need): boolean => {
      const found = finds[need.id];
      return found === undefined ? need.optional === true : satisfies(found, need.range);
    };
    const others = (release.conflicts ?? []).filter((other) => other.id !== id);
    return release.dependencies.every(isMet) && !others.some(isThere);
  };
  if (!versions.has(root) || !placed.every(fits)) return 'unfit';
  const isSeveral = [...versions.values()].some(
    (same) => new Set(same.map(({ version }) => version)).size > 1,
  );
  return isSeveral ? 'several' : 'sound';
}
