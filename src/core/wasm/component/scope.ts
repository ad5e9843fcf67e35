import { refusal } from '../cursor.ts';
import { IMPLEMENTATION_LIMIT } from '../limits.ts';
import type { ComponentKind, DefinedType } from '../module-shape.ts';
import { TYPE_TEXT_BUDGET } from '../signature.ts';

/**
 * What an index of a component stands for, as far as people are told.
 *
 * @property kind     `unknown` where the reader cannot follow; it then fits everywhere.
 * @property text     of a type, or of the type of a function, an instance …
 * @property exports  of an instance.
 * @property instance of a component: what comes of instantiating it.
 * @property core     of a core function type, for modules that name it.
 */
export interface Item {
  readonly kind:
    | 'value'
    | 'resource'
    | 'func'
    | 'instance'
    | 'component'
    | 'core module'
    | 'core type'
    | 'unknown';
  readonly text: string;
  readonly exports?: ReadonlyMap<string, Member> | undefined;
  readonly instance?: Item | undefined;
  readonly core?: DefinedType | undefined;
}

/** What a component, or a type of one, takes in or gives out. */
export interface Member {
  readonly way: 'import' | 'export';
  readonly name: string;
  readonly kind: ComponentKind;
  readonly item: Item;
}

/** Index spaces that are followed. Values, and what core instances give, are not: no import or export needs them. */
export type Space = Exclude<ComponentKind, 'value'> | 'core type';

/** A component, or the type of a component or instance, while it is read: each has index spaces of its own. */
export interface Scope {
  readonly outer: Scope | undefined;
  readonly depth: number;
  readonly spaces: Readonly<Record<Space, Item[]>>;
  readonly members: Member[];
  readonly names: Readonly<Record<Member['way'], Set<string>>>;
  /** A definition could not be followed: how many functions it made is not known. */
  functionsLost: boolean;
  readonly shared: Shared;
}

/** One for a whole file. */
interface Shared {
  /** Of which there may be `MOST_ITEMS`. */
  items: number;
  /** Characters of type text that may still be written: see `TYPE_TEXT_BUDGET`. */
  text: number;
}

/** As many as a core module may have types. */
const MOST_ITEMS = 1_000_000;
/** wasm-tools takes no deeper ones; the reader calls itself for each level. */
const DEEPEST = 100;

export function openScope(outer: Scope | undefined, at: number): Scope {
  const depth = (outer?.depth ?? 0) + 1;
  if (depth > DEEPEST)
    throw refusal(IMPLEMENTATION_LIMIT, at, `nested ${depth} deep, the limit is ${DEEPEST}`);
  return {
    outer,
    depth,
    spaces: { func: [], type: [], component: [], instance: [], 'core module': [], 'core type': [] },
    members: [],
    names: { import: new Set(), export: new Set() },
    functionsLost: false,
    shared: outer?.shared ?? { items: 0, text: TYPE_TEXT_BUDGET },
  };
}

/** Gives the next index of a space to an item. */
export function define(scope: Scope, space: Space, item: Item, at: number): void {
  counted(scope, at);
  if (space !== 'func' || !scope.functionsLost) scope.spaces[space].push(item);
}

/** Each thing that is kept, or has a name, counts. @throws GenError WasmInvalid `implementation-limit` */
export function counted({ shared }: Scope, at: number): void {
  shared.items += 1;
  if (shared.items > MOST_ITEMS)
    throw refusal(IMPLEMENTATION_LIMIT, at, `${shared.items} definitions, the limit is ${MOST_ITEMS}`);
}

/** @throws GenError WasmInvalid `type-index` or `index` where nothing has this index. */
export function itemAt(scope: Scope, space: Space, index: number, at: number): Item {
  const item = scope.spaces[space][index];
  if (item !== undefined) return item;
  if (space === 'func' && scope.functionsLost) return unknown(space, index);
  throw refusal(space === 'type' || space === 'core type' ? 'type-index' : 'index', at, `${space} ${index}`);
}

/** A type of a certain kind. @throws GenError WasmInvalid `type-index` */
export function typeAt(scope: Scope, kind: Item['kind'], index: number, at: number): Item {
  const item = itemAt(scope, 'type', index, at);
  if (item.kind === kind) return item;
  if (item.kind === 'unknown') return { kind, text: `type ${index}` };
  throw refusal('type-index', at, `${index} is no ${kind}`);
}

/** Something whose type the reader does not know is called by its index. */
export function unknown(space: Space, index: number): Item {
  return { kind: 'unknown', text: `${space} ${index}` };
}

/** Notes an import or export and gives it the next index of its space. @throws GenError WasmInvalid for a name that was there. */
export function join(scope: Scope, member: Member, at: number): void {
  const { way, name, kind, item } = member;
  const names = scope.names[way];
  if (names.has(name)) throw refusal(`duplicate-${way}`, at, name.slice(0, 80));
  names.add(name);
  counted(scope, at);
  scope.members.push(member);
  if (kind !== 'value') define(scope, kind, kind === 'type' ? named(item, name) : item, at);
}

/** A type is called by the name that it was given last. */
export function named(item: Item, name: string): Item {
  return item.kind === 'value' || item.kind === 'resource'
    ? { kind: item.kind, text: printable(name) }
    : item;
}

/** Names come from the binary. */
export function printable(name: string): string {
  return name.replace(/[\p{C}\p{Z}]/gu, '\u{FFFD}');
}
