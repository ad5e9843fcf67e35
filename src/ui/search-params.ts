import type { ModuleId } from '../core/ids.ts';
import { MODULE_TYPES, type ModuleType } from '../core/module-type.ts';
import type { SortOrder } from '../core/search/module-index.ts';
import type { ImportClass } from '../core/wasm/imports.ts';

/** What stands in the address of the browse screen. Absent is the default, so that `/` is the start page. */
export interface BrowseSearch {
  readonly q?: string;
  /** All of them. */
  readonly tag?: readonly string[];
  /** Any of them, as licences and needs. */
  readonly type?: readonly ModuleType[];
  readonly licence?: readonly string[];
  readonly needs?: readonly ImportClass[];
  readonly only?: Only;
  readonly sort?: SortOrder;
  /** Also what is hidden here. */
  readonly showHidden?: true;
  /** Chosen to be looked at side by side. */
  readonly compare?: readonly ModuleId[];
}

/** What becomes another; `undefined` takes a value away, what is not named stays. */
export type SearchChange = { readonly [Name in keyof BrowseSearch]?: BrowseSearch[Name] | undefined };

export const SORT_ORDERS = [
  'relevance',
  'popular',
  'recent',
  'rating',
  'name',
] as const satisfies readonly SortOrder[];

export const NEEDS = ['nothing', 'wasi', 'env', 'js-glue', 'other'] as const satisfies readonly ImportClass[];

const ONLY = ['installed', 'updates'] as const;
export type Only = (typeof ONLY)[number];

/** More columns than this nobody compares on one screen. */
export const MOST_COMPARED = 3;

const MOST_VALUES = 20;
const LONGEST_VALUE = 100;

export const MODULE_TABS = ['readme', 'versions', 'dependencies', 'ratings', 'trust'] as const;
export type ModuleTab = (typeof MODULE_TABS)[number];

type Raw = Readonly<Record<string, unknown>>;

/** Plain `?q=codec&tag=image&tag=png`; a name that occurs more than once becomes a list. */
export function parseQueryString(text: string): Record<string, string | string[]> {
  // A name such as `__proto__` is one like any other.
  const found = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = found.get(name);
    found.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(found);
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

/** Each once, without what `read` does not know. */
function listOf<Value>(
  found: unknown,
  read: (value: string) => Value | undefined,
  most = MOST_VALUES,
): Value[] {
  const values = [found ?? []].flat().flatMap((value) => {
    const known = typeof value === 'string' ? read(value) : undefined;
    return known === undefined ? [] : [known];
  });
  return [...new Set(values)].slice(0, most);
}

function anyText(value: string): string | undefined {
  return value.trim() === '' || value.length > LONGEST_VALUE ? undefined : value;
}

/** The shape of an id: its whole rule (`parseModuleId`) would bring all of semver into the first load. */
const ID = /^(?=.{3,128}$)[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+$/;

function moduleId(value: string): ModuleId | undefined {
  return ID.test(value) ? (value as ModuleId) : undefined;
}

/** What is there, and nothing for what is not. */
function given<Name extends string, Value>(name: Name, value: Value | undefined) {
  const isThere = value !== undefined && !(Array.isArray(value) && value.length === 0);
  return (isThere ? { [name]: value } : {}) as { readonly [Key in Name]?: Value };
}

/** An address is typed and shared by people: what does not fit is left out, never refused. */
export function parseBrowseSearch({
  q,
  tag,
  type,
  licence,
  needs,
  only,
  sort,
  showHidden,
  compare,
}: Raw): BrowseSearch {
  return {
    ...given('q', typeof q === 'string' && q !== '' ? q.slice(0, 200) : undefined),
    ...given('tag', listOf(tag, anyText)),
    ...given(
      'type',
      listOf(type, (value) => oneOf(MODULE_TYPES, value)),
    ),
    ...given('licence', listOf(licence, anyText)),
    ...given(
      'needs',
      listOf(needs, (value) => oneOf(NEEDS, value)),
    ),
    ...given('only', oneOf(ONLY, only)),
    ...given('sort', oneOf(SORT_ORDERS, sort)),
    ...(String(showHidden) === 'true' ? { showHidden: true } : {}),
    ...given('compare', listOf(compare, moduleId, MOST_COMPARED)),
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

/** What came from outside the app: a link, or a file that waits to be taken. */
export function parseOpenSearch({ link, shared }: Raw): { readonly link?: string; readonly shared?: 'file' } {
  return {
    ...(typeof link === 'string' ? { link } : {}),
    ...(shared === 'file' ? { shared } : {}),
  };
}

/** What is looked at side by side. */
export function parseCompareSearch({ id }: Raw): { readonly id?: readonly ModuleId[] } {
  return given('id', listOf(id, moduleId, MOST_COMPARED));
}

/**
 * The router lays what a screen reads over the raw address, so a name that is left out would come back unread: here it is
 * taken away by name.
 */
export function readingOnly<Search extends object>(parse: (raw: Raw) => Search): (raw: Raw) => Search {
  return (raw) => {
    const read = parse(raw);
    const unread = Object.keys(raw).filter((name) => !Object.hasOwn(read, name));
    return { ...Object.fromEntries(unread.map((name) => [name, undefined])), ...read };
  };
}

/** The order that is used when none is chosen: nothing can be relevant to nothing. */
export function effectiveSort({ q, sort }: BrowseSearch): SortOrder {
  if (sort !== undefined && !(sort === 'relevance' && q === undefined)) return sort;
  return q === undefined ? 'recent' : 'relevance';
}

export function isFiltered({ q, tag, type, licence, needs, only }: BrowseSearch): boolean {
  return [q, tag, type, licence, needs, only].some((value) => value !== undefined);
}

/** Nothing is asked for yet. */
export function isStart(search: BrowseSearch): boolean {
  return !isFiltered(search) && search.sort === undefined && search.showHidden === undefined;
}

/** Under which a search is saved, always in the same order: what is chosen to compare is no part of it. */
export function addressOf(search: BrowseSearch): string {
  return formatQueryString({ ...parseBrowseSearch({ ...search }), compare: undefined });
}

export function searchAt(address: string): BrowseSearch {
  return parseBrowseSearch(parseQueryString(address));
}
