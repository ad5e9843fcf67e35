import { GenError } from '../errors.ts';
import {
  LONGEST_EXPORT,
  LONGEST_WASI,
  MAX_DECLARED_EXPORTS,
  MAX_DECLARED_IMPORTS,
  MAX_DECLARED_WASI,
} from '../release-limits.ts';
import { originOf } from './import-origin.ts';
import type { WasmReport } from './wasm-report.ts';

/** What of a report a signed release speaks about. */
export type Declarer = Pick<WasmReport, 'size' | 'imports' | 'exports'>;

/**
 * What a release says of its binary, so that it can be told before a download.
 *
 * @property imports names of the modules that it imports from, or of a component's imports; sorted, each once.
 * @property wasi    functions of WASI preview 1 that it imports; sorted, each once. Absent: none.
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

function declaredImports({ imports }: Declarer): string[] {
  const names = new Set(imports.map(({ module }) => cut(module, LONGEST_IMPORT)));
  return sorted(names).slice(0, MAX_DECLARED_IMPORTS);
}

function bytesOf(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + utf8Length(name) + 2, 0);
}

/** For WASI functions and exports. */
function roomBeside(modules: readonly string[]): number {
  return MOST_BYTES - Math.max(0, bytesOf(modules) - IMPORT_BYTES);
}

/** Real modules import a few dozen; one that makes up names may import any number. */
function declaredWasi(binary: Declarer): string[] {
  const { imports } = binary;
  const functions = imports.filter(
    ({ module, kind }) => kind === 'function' && originOf(module) === 'wasi-preview1',
  );
  const names = sorted(new Set(functions.map(({ name }) => cut(name, LONGEST_WASI - 1))));
  const bytes = Math.min(roomBeside(declaredImports(binary)), MOST_BYTES / 2);
  return fitting(names, { count: MAX_DECLARED_WASI, bytes }, (name) => bytesOf([name]));
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

/** Some of the binary's exported functions, each once. */
function isSubset(exports: ReleaseClaims['exports'], binary: Declarer): boolean {
  const types = new Map(
    binary.exports.flatMap(({ name, kind, type }) => (kind === 'function' ? [[name, type] as const] : [])),
  );
  return exports.every(([name, type]) => types.get(name) === type && types.delete(name));
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
  const facts: Record<DeclaredFact, boolean> = {
    size: release.size === binary.size,
    imports: same(release.imports, declaredImports(binary)),
    wasi: same(release.wasi, declaredWasi(binary)),
    exports: isSubset(release.exports, binary),
    exportCount: release.exportCount === binary.exports.length,
  };
  return (Object.keys(facts) as DeclaredFact[]).filter((fact) => !facts[fact]);
}
