import { GenError } from '../errors.ts';
import {
  LONGEST_EXPORT,
  LONGEST_WASI,
  MAX_DECLARED_EXPORTS,
  MAX_DECLARED_IMPORTS,
  MAX_DECLARED_WASI,
} from '../release-limits.ts';
import { interfaceAbility, preview1Ability } from './ability-kinds.ts';
import { originOf } from './import-origin.ts';
import type { WasmReport } from './wasm-report.ts';

/** What of a report a signed release speaks about. */
export type Declarer = Pick<WasmReport, 'size' | 'imports' | 'exports'>;

/**
 * What a release says of its binary, so that it can be told before a download.
 *
 * @property imports names of the modules that it imports from, or of a component's imports; sorted, each once. Where there
 *                   is no room for all, those that tell most stay.
 * @property wasi    functions of WASI preview 1 that it imports; sorted, each once, as `imports`. Absent: none.
 * @property exports functions that the publisher offers, in the binary's order.
 * @property exportCount exports of every kind, offered or not.
 */
export interface DeclaredFacts {
  readonly size: number;
  readonly imports: readonly string[];
  readonly wasi?: readonly string[] | undefined;
  readonly exports: readonly { readonly name: string; readonly type: string }[];
  readonly exportCount: number;
}

/** Longer names of modules are cut here. */
const LONGEST_IMPORT = 60;
/** Names and signatures that fit a record of 16 KiB beside dependencies: of WASI functions and exports together. */
const MOST_BYTES = 8 * 1024;
/** Names of modules in ASCII take less; what others take above it is taken from the rest. */
const IMPORT_BYTES = 4 * 1024;

/** At least `most` characters of UTF-16 where there are as many: one more where a pair would be torn. */
function cut(text: string, most: number): string {
  const isTorn = /[\uD800-\uDBFF]/.test(text.charAt(most - 1));
  return text.slice(0, isTorn ? most + 1 : most);
}

/** In the order of UTF-16 code units. */
function sorted(names: ReadonlySet<string>): string[] {
  return [...names].sort();
}

/** Bytes in UTF-8; the two halves of a pair are four together. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) bytes += 1;
    else bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
}

/** The first ones that there is room for. */
function fitting<Item>(
  items: readonly Item[],
  room: { readonly count: number; readonly bytes: number },
  bytesOf: (item: Item) => number,
): Item[] {
  let left = room.bytes;
  const isOver = (item: Item): boolean => {
    left -= bytesOf(item);
    return left < 0;
  };
  const first = items.slice(0, room.count);
  const end = first.findIndex(isOver);
  return end < 0 ? first : first.slice(0, end);
}

/** The system's before any other, one for each ability first: no ability is pushed out by names that are made up. */
function mostTelling(names: readonly string[]): string[] {
  const told = new Set<string>();
  const rankOf = (name: string): number => {
    const origin = originOf(name);
    if (origin === 'wasi-preview1') return 0;
    if (origin !== 'wasi') return 3;
    const ability = interfaceAbility(name.split('@', 1).join(''));
    if (ability === undefined || told.has(ability)) return 2;
    told.add(ability);
    return 1;
  };
  return byRank(names, rankOf).slice(0, MAX_DECLARED_IMPORTS);
}

/** Stable. */
function byRank(names: readonly string[], rankOf: (name: string) => number): string[] {
  const ranks = new Map(names.map((name) => [name, rankOf(name)]));
  return names.toSorted((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
}

function declaredImports({ imports }: Declarer): string[] {
  const names = sorted(new Set(imports.map(({ module }) => cut(module, LONGEST_IMPORT))));
  return names.length <= MAX_DECLARED_IMPORTS ? names : mostTelling(names).sort();
}

function bytesOf(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + utf8Length(name) + 2, 0);
}

/** For WASI functions and exports. */
function roomBeside(modules: readonly string[]): number {
  return MOST_BYTES - Math.max(0, bytesOf(modules) - IMPORT_BYTES);
}

/** Bytes that the names of WASI functions may take. */
function wasiRoom(modules: readonly string[]): number {
  return Math.min(roomBeside(modules), MOST_BYTES / 2);
}

/** Real modules import a few dozen; one that makes up names may import any number: those of preview 1 come first. */
function declaredWasi(binary: Declarer): string[] {
  const { imports } = binary;
  const functions = imports.filter(
    ({ module, kind }) => kind === 'function' && originOf(module) === 'wasi-preview1',
  );
  const names = sorted(new Set(functions.map(({ name }) => cut(name, LONGEST_WASI - 1))));
  const telling = byRank(names, (name) => (preview1Ability(name) === undefined ? 1 : 0));
  const room = { count: MAX_DECLARED_WASI, bytes: wasiRoom(declaredImports(binary)) };
  return fitting(telling, room, (name) => bytesOf([name])).sort();
}

/** Whether the binary may import more than its release had room to name. */
export function mayImportMore({ imports, wasi = [] }: Pick<DeclaredFacts, 'imports' | 'wasi'>): boolean {
  if (imports.length >= MAX_DECLARED_IMPORTS || wasi.length >= MAX_DECLARED_WASI) return true;
  // One more may have been too long: a name takes three bytes for a unit of UTF-16 at most.
  return wasi.length > 0 && wasiRoom(imports) - bytesOf(wasi) < LONGEST_WASI * 3 + 2;
}

function offeredOf(exports: WasmReport['exports'], offered: readonly string[]): WasmReport['exports'] {
  const names = new Set(offered);
  const found = exports.filter(({ name }) => names.has(name));
  const there = new Set(found.map(({ name }) => name));
  const missing = offered.find((name) => !there.has(name));
  if (missing !== undefined)
    throw new GenError('InvalidInput', 'export-missing', { field: 'exports', value: missing.slice(0, 200) });
  return found;
}

/**
 * What a release says of a binary.
 *
 * @param offered names of the exported functions that the publisher offers; absent: all that fit.
 * @throws GenError InvalidInput `export-missing` for a name that is no exported function's, or none that fits a record;
 *         `too-many` with the number that fits.
 */
export function declaredBy(binary: Declarer, offered?: readonly string[]): DeclaredFacts {
  const imports = declaredImports(binary);
  const wasi = declaredWasi(binary);
  const writable = binary.exports.filter(
    ({ name, kind, type }) =>
      kind === 'function' && name.length <= LONGEST_EXPORT && type.length <= LONGEST_EXPORT,
  );
  const wanted = offered === undefined ? writable : offeredOf(writable, offered);
  const room = { count: MAX_DECLARED_EXPORTS, bytes: roomBeside(imports) - bytesOf(wasi) };
  const exports = fitting(wanted, room, ({ name, type }) => utf8Length(name) + type.length + 6);
  if (offered !== undefined && exports.length < wanted.length)
    throw new GenError('InvalidInput', 'too-many', { field: 'exports', limit: exports.length });
  return {
    size: binary.size,
    imports,
    ...(wasi.length === 0 ? {} : { wasi }),
    exports: exports.map(({ name, type }) => ({ name, type })),
    exportCount: binary.exports.length,
  };
}

/** As the body of a release has it. */
export interface ReleaseClaims extends Omit<DeclaredFacts, 'exports'> {
  readonly exports: readonly (readonly [name: string, type: string])[];
}

export type DeclaredFact = keyof DeclaredFacts;

function same(some: readonly string[] = [], others: readonly string[] = []): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

/** What releases are held against. */
interface BinaryFacts {
  readonly imports: readonly string[];
  readonly wasi: readonly string[];
  /** Of the exported functions. */
  readonly types: ReadonlyMap<string, string>;
}

/** Of one binary hundreds of releases may speak, and it may name a hundred thousand things: they are gone through once. */
const factsOf = new WeakMap<Declarer, BinaryFacts>();

function knownFacts(binary: Declarer): BinaryFacts {
  const known = factsOf.get(binary);
  if (known !== undefined) return known;
  const types = new Map<string, string>();
  for (const { name, kind, type } of binary.exports) if (kind === 'function') types.set(name, type);
  const facts: BinaryFacts = { imports: declaredImports(binary), wasi: declaredWasi(binary), types };
  factsOf.set(binary, facts);
  return facts;
}

/** Some of the binary's exported functions, each once. */
function isSubset(exports: ReleaseClaims['exports'], { types }: BinaryFacts): boolean {
  const named = new Set(exports.map(([name]) => name));
  return named.size === exports.length && exports.every(([name, type]) => types.get(name) === type);
}

/**
 * How a release's words differ from its binary: nothing may be imported, or promised, that is not there, and nothing that
 * is there be left out, but for exports that the publisher does not offer.
 *
 * Releases from before there was `wasi` differ in it where they have WASI imports. They were taken, and what they do not say
 * is read as not known (`declaredAbilities`); no new one is taken without.
 *
 * @returns the facts that are not the binary's; empty for an honest release.
 */
export function undeclared(release: ReleaseClaims, binary: Declarer): DeclaredFact[] {
  const known = knownFacts(binary);
  const facts: Record<DeclaredFact, boolean> = {
    size: release.size === binary.size,
    imports: same(release.imports, known.imports),
    wasi: same(release.wasi, known.wasi),
    exports: isSubset(release.exports, known),
    exportCount: release.exportCount === binary.exports.length,
  };
  return (Object.keys(facts) as DeclaredFact[]).filter((fact) => !facts[fact]);
}
