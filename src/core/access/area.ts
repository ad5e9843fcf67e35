import { equalBytes } from '../bytes.ts';
import { parseMicros, type Micros, type PublicKey } from '../ids.ts';
import { hasPrefix, type Path } from '../path.ts';

/** From `start`, inclusive, to `end`, exclusive; an undefined end is open. Never empty: `start < end`. */
export interface TimeRange {
  readonly start: Micros;
  readonly end: Micros | undefined;
}

/** A box in subspace, path and time (Willow, "Grouping Entries", Areas). An undefined subspace is any. */
export interface Area {
  readonly subspace: PublicKey | undefined;
  /** Covers itself and everything below it, by whole components. */
  readonly path: Path;
  readonly times: TimeRange;
}

/** Where an entry stands; every record has these. */
interface Place {
  readonly subspace: PublicKey;
  readonly path: Path;
  readonly timestamp: Micros;
}

const ALL_TIMES: TimeRange = { start: parseMicros(0), end: undefined };

/** `full_area`: everything. */
export const FULL_AREA: Area = { subspace: undefined, path: [], times: ALL_TIMES };

/** `subspace_area`: everything of one author. */
export function subspaceArea(key: PublicKey): Area {
  return { subspace: key, path: [], times: ALL_TIMES };
}

function includesSubspace(outer: PublicKey | undefined, inner: PublicKey | undefined): boolean {
  return outer === undefined || (inner !== undefined && equalBytes(outer, inner));
}

function includesTimes(outer: TimeRange, inner: TimeRange): boolean {
  if (inner.start < outer.start) return false;
  return outer.end === undefined || (inner.end !== undefined && inner.end <= outer.end);
}

/** `area_include_area`: whether every entry of `inner` is one of `outer`. An area includes itself. */
export function includesArea(outer: Area, inner: Area): boolean {
  return (
    includesSubspace(outer.subspace, inner.subspace) &&
    hasPrefix(inner.path, outer.path) &&
    includesTimes(outer.times, inner.times)
  );
}

/** `area_include`. */
export function includesEntry(area: Area, { subspace, path, timestamp }: Place): boolean {
  const { start, end } = area.times;
  return (
    includesSubspace(area.subspace, subspace) &&
    hasPrefix(path, area.path) &&
    timestamp >= start &&
    (end === undefined || timestamp < end)
  );
}
