import type { Facet } from '../../../core/search/module-index.ts';

export interface ShownFacet {
  readonly value: string;
  /** Absent: the result does not count it. */
  readonly count?: number | undefined;
}

interface Wanted {
  readonly chosen: readonly string[];
  readonly all: boolean;
  /** Letters that stand in the value or its label. */
  readonly typed: string;
  readonly most: number;
  readonly label: (value: string) => string;
}

/** What is chosen stays in reach, also where the result no longer counts it or the list is cut short. */
export function shownFacets(
  facets: readonly Facet[],
  { chosen, all, typed, most, label }: Wanted,
): readonly ShownFacet[] {
  const missing = chosen.filter((value) => !facets.some((facet) => facet.value === value));
  const known: readonly ShownFacet[] = [...missing.map((value) => ({ value })), ...facets];
  const letters = typed.trim().toLowerCase();
  if (all && letters !== '')
    return known.filter(({ value }) => `${value} ${label(value)}`.toLowerCase().includes(letters));
  return known.filter(({ value }, place) => all || place < most || chosen.includes(value));
}
