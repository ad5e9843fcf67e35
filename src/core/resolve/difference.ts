import isOlder from 'semver/functions/lt.js';
import type { Version } from '../ids.ts';
import { isBreaking } from './compatible.ts';

interface Release {
  readonly id: string;
  readonly version: Version;
  readonly record: string;
}

/** A release in place of another one of the same module. */
export interface Replaced<One extends Release> {
  readonly from: One;
  readonly to: One;
  /** `same`: another record of the same version. `older` than it was; `breaking`: not within `^` of it. */
  readonly kind: 'compatible' | 'breaking' | 'older' | 'same';
}

export interface Difference<One extends Release> {
  readonly added: readonly One[];
  readonly updated: readonly Replaced<One>[];
  readonly removed: readonly One[];
}

function kindOf(from: Version, to: Version): Replaced<Release>['kind'] {
  if (from === to) return 'same';
  if (isOlder(to, from)) return 'older';
  return isBreaking(from, to) ? 'breaking' : 'compatible';
}

/** What one state of a set has that another has not; each in the order of its own. */
export function differenceOf<One extends Release>(
  before: readonly One[],
  after: readonly One[],
): Difference<One> {
  const [was, is] = [before, after].map((releases) => new Map(releases.map((one) => [one.id, one])));
  return {
    added: after.filter(({ id }) => was?.has(id) !== true),
    removed: before.filter(({ id }) => is?.has(id) !== true),
    updated: after.flatMap((to) => {
      const from = was?.get(to.id);
      if (from === undefined || from.record === to.record) return [];
      return [{ from, to, kind: kindOf(from.version, to.version) }];
    }),
  };
}
