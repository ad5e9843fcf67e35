import type { BrowseSearch, Only, SearchChange } from '../../search-params.ts';
import { NEED_NAMES } from '../../text/needs.ts';

export const ONLY_WORDS: Readonly<Record<Only, string>> = {
  installed: 'Installed',
  updates: 'Updates',
};

export interface ChosenFilter {
  readonly key: string;
  readonly label: string;
  /** What takes it away. */
  readonly without: SearchChange;
}

const LISTS = ['type', 'tag', 'needs', 'licence'] as const;
type ListName = (typeof LISTS)[number];

export function labelOf(name: ListName, value: string): string {
  if (name === 'needs') return NEED_NAMES[value] ?? value;
  return name === 'tag' ? `#${value}` : value;
}

/** The list with the value, or without it where it was there; absent when nothing is left. */
export function toggled<Value>(
  values: readonly Value[] | undefined,
  value: Value,
): readonly Value[] | undefined {
  const rest = (values ?? []).filter((one) => one !== value);
  if (rest.length === (values ?? []).length) return [...rest, value];
  return rest.length === 0 ? undefined : rest;
}

/** All that narrows the list besides words, in the order in which it can be chosen. */
export function chosenFilters(search: BrowseSearch): readonly ChosenFilter[] {
  const { only } = search;
  const state =
    only === undefined ? [] : [{ key: 'only', label: ONLY_WORDS[only], without: { only: undefined } }];
  const listed = LISTS.flatMap((name) =>
    (search[name] ?? []).map((value: string) => ({
      key: `${name} ${value}`,
      label: labelOf(name, value),
      without: { [name]: toggled(search[name] as readonly string[], value) },
    })),
  );
  return [...state, ...listed];
}

/** Takes away all that narrows the list, words included. */
export const NOTHING_CHOSEN: SearchChange = {
  q: undefined,
  tag: undefined,
  type: undefined,
  licence: undefined,
  needs: undefined,
  only: undefined,
};
