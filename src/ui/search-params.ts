import { MODULE_TYPES, type ModuleType } from '../core/module-type.ts';
import type { SortOrder } from '../ports/engine.ts';

/** What stands in the address of the browse screen. Absent is the default, so that `/` is the plain list. */
export interface BrowseSearch {
  readonly q?: string;
  readonly tag?: readonly string[];
  readonly type?: ModuleType;
  readonly sort?: SortOrder;
  /** Also what is hidden here. */
  readonly showHidden?: true;
}

export const SORT_ORDERS = ['relevance', 'recent', 'rating', 'name'] as const satisfies readonly SortOrder[];

export const MODULE_TABS = ['readme', 'versions', 'dependencies', 'ratings', 'trust'] as const;
export type ModuleTab = (typeof MODULE_TABS)[number];

type Raw = Readonly<Record<string, unknown>>;

/** Plain `?q=codec&tag=image&tag=png`; a name that occurs more than once becomes a list. */
export function parseQueryString(text: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = found[name];
    found[name] = before === undefined ? value : [before, value].flat();
  }
  return found;
}

export function formatQueryString(values: Raw): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '') continue;
    for (const one of [value].flat()) params.append(name, String(one));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

function oneOf<Value extends string>(values: readonly Value[], found: unknown): Value | undefined {
  return values.find((value) => value === found);
}

/** An address is typed and shared by people: what does not fit is left out, never refused. */
export function parseBrowseSearch({ q, tag, type, sort, showHidden }: Raw): BrowseSearch {
  const tags = [tag ?? []].flat().filter((value) => typeof value === 'string' && value !== '') as string[];
  const moduleType = oneOf(MODULE_TYPES, type);
  const order = oneOf(SORT_ORDERS, sort);
  return {
    ...(typeof q === 'string' && q !== '' ? { q: q.slice(0, 200) } : {}),
    ...(tags.length === 0 ? {} : { tag: [...new Set(tags)].slice(0, 20) }),
    ...(moduleType === undefined ? {} : { type: moduleType }),
    ...(order === undefined ? {} : { sort: order }),
    ...(String(showHidden) === 'true' ? { showHidden: true } : {}),
  };
}

export function parseModuleSearch({ tab }: Raw): { readonly tab?: ModuleTab } {
  const found = oneOf(MODULE_TABS, tab);
  return found === undefined || found === 'readme' ? {} : { tab: found };
}

/** `from` names the job whose draft is gone on with. */
export function parsePublishSearch({ from }: Raw): { readonly from?: string } {
  return typeof from === 'string' && from !== '' ? { from } : {};
}

/** The order that is used when none is chosen: nothing can be relevant to nothing. */
export function effectiveSort({ q, sort }: BrowseSearch): SortOrder {
  if (sort !== undefined && !(sort === 'relevance' && q === undefined)) return sort;
  return q === undefined ? 'recent' : 'relevance';
}

export function isFiltered({ q, tag, type }: BrowseSearch): boolean {
  return q !== undefined || tag !== undefined || type !== undefined;
}
