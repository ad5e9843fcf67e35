import type { Candidate, Need } from '../core/resolve/versions.ts';
import { readCatalogueFile, type CatalogueModule } from './catalogue-file.ts';

/** Releases by module id. */
export type CatalogueReleases = ReadonlyMap<string, readonly Candidate[]>;

const needs = (ranges: Readonly<Record<string, string>>): readonly Need[] =>
  Object.entries(ranges).map(([id, range]) => ({ id, range }));

/** What the solver asks of a release that a catalogue file lists. */
export function candidateOf({
  version,
  dependencies,
  conflicts,
}: CatalogueModule['versions'][number]): Candidate {
  return { version, dependencies: needs(dependencies), conflicts: needs(conflicts) };
}

/** @throws GenError as `readCatalogueFile`. */
export async function readReleases(file: string, signal: AbortSignal): Promise<CatalogueReleases> {
  const releases = new Map<string, readonly Candidate[]>();
  for await (const { id, versions } of readCatalogueFile(file, signal))
    releases.set(id, versions.map(candidateOf));
  return releases;
}
