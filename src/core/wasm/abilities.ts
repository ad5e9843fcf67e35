import { utf8ToBytes } from '@noble/hashes/utils.js';
import { toHex } from '../bytes.ts';
import { sha256 } from '../hash.ts';
import { ABILITY_WORDS, interfaceAbility, preview1Ability, type KnownAbility } from './ability-kinds.ts';
import { originOf } from './import-origin.ts';
import type { WasmImport } from './module-shape.ts';

/**
 * Something that a module can do through its imports.
 *
 * @property id      stable, for comparing releases: `clock`, `files-read`, `host:env` …; of a name above 100 characters
 *                   its beginning and half a sha256 of it: a name may be as long as a binary.
 * @property imports `module.name` of those that give it, the first of `count`; a component's import is its name alone.
 *                   Names come from the binary: cut, and with control characters shown as such.
 */
export interface Ability {
  readonly id: string;
  readonly words: string;
  readonly imports: readonly string[];
  readonly count: number;
}

/** `kind` is absent where only the name of a module is known: then nobody can tell functions from memory. */
export interface AskedImport extends Pick<WasmImport, 'module' | 'name'> {
  readonly kind?: WasmImport['kind'] | undefined;
}

interface Group {
  readonly id: string;
  /** At most `MOST_IMPORTS`, the first. */
  readonly asked: AskedImport[];
  count: number;
}

const MOST_IMPORTS = 20;
/** Characters of the part of an id that is a name of the binary's. */
const LONGEST_NAME = 100;
/** Those of hosts' own; a binary may name a million modules. The known ones come before them and are never cut. */
const MOST_OPEN = 20;

/** Before the name of what only its owner knows. */
const SYSTEM = 'system:';
const HOST = 'host:';

/** `namespace:package/interface@version`. */
const INTERFACE = /^[\w-]+(?::[\w-]+)+\/[^@]+@/;

const NOTHING: Ability = { id: 'nothing', words: 'asks for nothing', imports: [], count: 0 };

/**
 * What a module may do, in words for people. Imports bound this: without one, no effect.
 *
 * Linear. Known abilities come first, in one order for all modules; then those of hosts' own in the order of the imports, at
 * most 20 and a last "and N more" (id `more`). So a release that asks 20 hosts and more is compared by its imports.
 */
export function abilitiesOf(imports: readonly AskedImport[]): Ability[] {
  if (imports.length === 0) return [NOTHING];
  const groups = new Map<string, Group>();
  for (const entry of imports) {
    const id = idOf(entry);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { id, asked: [entry], count: 1 });
    else {
      if (group.count < MOST_IMPORTS) group.asked.push(entry);
      group.count += 1;
    }
  }
  const known = Object.keys(ABILITY_WORDS).flatMap((id) => groups.get(id) ?? []);
  const open = [...groups.values()].filter(({ id }) => !Object.hasOwn(ABILITY_WORDS, id));
  return [...known, ...open.slice(0, MOST_OPEN)].map(told).concat(rest(open.slice(MOST_OPEN)));
}

function told({ id, asked, count }: Group): Ability {
  return { id: boundedId(id), words: wordsOf(id, asked), imports: asked.map(importText), count };
}

/** Still one for each name: what is cut is longer than what is not, and has the hash of the whole. */
function boundedId(id: string): string {
  const prefix = [SYSTEM, HOST].find((open) => id.startsWith(open)) ?? '';
  const most = prefix.length + LONGEST_NAME;
  if (id.length <= most) return id;
  const hash = toHex(sha256(utf8ToBytes(id)).subarray(0, 16));
  return `${id.slice(0, most).toWellFormed()}…${hash}`;
}

function rest(left: readonly Group[]): Ability[] {
  if (left.length === 0) return [];
  const count = left.reduce((sum, group) => sum + group.count, 0);
  return [{ id: 'more', words: `and ${left.length} more`, imports: [], count }];
}

/** In the order of `abilitiesOf`, stable: what a cut list names first is not up to the binary. */
export function inOrderOfAbilities<Entry extends AskedImport>(imports: readonly Entry[]): Entry[] {
  const ids = Object.keys(ABILITY_WORDS);
  const rank = (entry: Entry) => ids.indexOf(idOf(entry));
  const ranked = imports.map((entry) => ({ entry, rank: rank(entry) }));
  const known = ranked.filter((one) => one.rank >= 0).sort((a, b) => a.rank - b.rank);
  return [...known, ...ranked.filter((one) => one.rank < 0)].map(({ entry }) => entry);
}

/** By id: more imports of an ability that was there before are no new ability. */
export function abilityDifference(
  before: readonly Ability[],
  after: readonly Ability[],
): { readonly added: readonly Ability[]; readonly removed: readonly Ability[] } {
  const without = (abilities: readonly Ability[], known: readonly Ability[]) => {
    const ids = new Set([NOTHING.id, ...known.map(({ id }) => id)]);
    return abilities.filter(({ id }) => !ids.has(id));
  };
  return { added: without(after, before), removed: without(before, after) };
}

function idOf({ module, name, kind }: AskedImport): string {
  if (kind === 'memory') return known('memory');
  if (kind === 'type') return known('types');
  if (kind === 'core module' || kind === 'component') return known('code');
  const origin = originOf(module);
  if (origin === 'wasm-bindgen' || origin === 'go' || origin === 'emscripten') return known(`glue-${origin}`);
  if (kind === 'table' || kind === 'global' || kind === 'tag' || kind === 'value') return known('values');
  if (origin === 'wasi-preview1') return preview1Ability(name) ?? `${SYSTEM}${name}`;
  // An interface of a component keeps its ability when its version changes.
  const [bare = module] = INTERFACE.test(module) ? module.split('@', 1) : [];
  return origin === 'wasi' ? (interfaceAbility(bare) ?? `${SYSTEM}${bare}`) : `${HOST}${bare}`;
}

function known(id: KnownAbility): KnownAbility {
  return id;
}

function wordsOf(id: string, asked: readonly AskedImport[]): string {
  if (id.startsWith(SYSTEM)) return `calls the system interface (${shownName(id.slice(SYSTEM.length))})`;
  if (!id.startsWith(HOST)) return ABILITY_WORDS[id as KnownAbility];
  const uses = asked.every(({ kind }) => kind === undefined) ? 'uses functions or values' : 'calls functions';
  return `${uses} of its host (${shownName(id.slice(HOST.length))})`;
}

/** A component's import has a name only, kept as that of the module. */
function importText({ module, name, kind }: AskedImport): string {
  return shownName(name === '' && kind !== 'function' ? module : `${module}.${name}`, 80);
}

/** Of any length and with any character in the binary: cut before it is looked through. */
function shownName(text: string, most = 40): string {
  const printable = text.slice(0, most).replace(/[\p{C}\p{Z}]/gu, '\u{FFFD}');
  return text.length > most ? `${printable}…` : printable;
}
