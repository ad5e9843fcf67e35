import isNewer from 'semver/functions/gt.js';
import isIn from 'semver/functions/satisfies.js';
import isPrerelease from 'semver/functions/prerelease.js';
import type { ModuleId, Version, VersionRange } from '../core/ids.ts';
import type { ModuleView, ReleaseView } from '../core/view/module-view.ts';
import type { Generation } from '../ports/sets.ts';

/** What an installed module could become. */
export interface NewerReleases {
  /** The newest that is admitted by everything that asks for the module. */
  readonly within?: Version | undefined;
  /** The newest, whatever was asked for; stable before pre-release. */
  readonly newest?: Version | undefined;
}

/** What holds an installed module back: what somebody asked for of it, and what others of its set need of it. */
export function rangesOf(
  id: ModuleId,
  { wishes, releases }: Pick<Generation, 'wishes' | 'releases'>,
): readonly VersionRange[] {
  const needs = releases.flatMap(({ dependencies }) => dependencies);
  return [...wishes, ...needs].filter((need) => need.id === id).map(({ range }) => range);
}

/** What may be installed by who names no version. */
function isOffered({ yanked, contradiction, receipts }: ReleaseView): boolean {
  return yanked === undefined && !contradiction && receipts.length > 0;
}

/** @param view as its signed records have it; its releases come newest first. */
export function newerReleases(
  { status, contested, releases }: ModuleView,
  installed: Version,
  ranges: readonly VersionRange[],
): NewerReleases {
  if (status === 'unregistered' || contested) return {};
  const offered = releases.filter(isOffered).map(({ version }) => version);
  const newest = offered.find((version) => isPrerelease(version) === null) ?? offered[0];
  const within = offered.find((version) => ranges.every((range) => isIn(version, range)));
  const ifNewer = (version: Version | undefined): Version | undefined =>
    version !== undefined && isNewer(version, installed) ? version : undefined;
  return { within: ifNewer(within), newest: ifNewer(newest) };
}
