import { ascii } from '../../core/bytes.ts';
import type { ModuleId, Version } from '../../core/ids.ts';
import { sha256 } from '../../core/hash.ts';
import type { ExportedFunction } from '../../core/view/module-view.ts';

/** Binary of a module that has none in the catalogue it comes from: as small as one is, and no two alike. */
export interface StandIn {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly exports: readonly ExportedFunction[];
}

const VALUE_TYPES: Readonly<Record<string, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c };
/** `i32.const 0` and its like. */
const ZEROS: Readonly<Record<string, readonly number[]>> = {
  i32: [0x41, 0],
  i64: [0x42, 0],
  f32: [0x43, 0, 0, 0, 0],
  f64: [0x44, 0, 0, 0, 0, 0, 0, 0, 0],
};
const END = 0x0b;
/** Magic and version. */
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const MOST_FUNCTIONS = 12;

/** What modules of all sorts export, for those whose catalogue does not say. */
const USUAL = [
  'compress(i32,i32)->i32',
  'decompress(i32,i32)->i32',
  'encode(i32,i32,i32)->i32',
  'decode(i32,i32,i32)->i32',
  'parse(i32,i32)->i32',
  'print(i32)->i32',
  'hash(i32,i32)->i64',
  'verify(i32,i32,i32)->i32',
  'open(i32,i32)->i32',
  'close(i32)->()',
  'read(i32,i32,i32)->i32',
  'write(i32,i32,i32)->i32',
  'find(i32,i32)->i32',
  'insert(i32,i32,i32)->()',
  'remove(i32,i32)->i32',
  'compare(i32,i32)->i32',
  'evaluate(f64,f64)->f64',
  'scale(f32,f32)->f32',
  'next(i32)->i64',
  'version()->i32',
];

interface Signature {
  readonly name: string;
  readonly params: readonly string[];
  readonly results: readonly string[];
}

function types(text: string): string[] {
  return text === '' ? [] : text.split(',');
}

/** `compress(i32,i32)->i32`, `close(i32)->()`. @returns `undefined` for what core WebAssembly cannot say. */
function readSignature(text: string): Signature | undefined {
  const [, name, params = '', several, one = ''] =
    /^([!-'*-~]{1,60})\(([a-z0-9,]*)\)->(?:\(([a-z0-9,]*)\)|([a-z0-9]+))$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const read = { name, params: types(params), results: types(several ?? one) };
  return [...read.params, ...read.results].every((type) => Object.hasOwn(VALUE_TYPES, type))
    ? read
    : undefined;
}

function typeText({ params, results }: Signature): string {
  const [only = ''] = results;
  return `(${params.join(',')})->${results.length === 1 ? only : `(${results.join(',')})`}`;
}

/** Two to four, the same for every release of the module. */
function usualOf(id: ModuleId): string[] {
  const digest = sha256(ascii(id));
  const count = 2 + ((digest[0] ?? 0) % 3);
  const chosen = Array.from({ length: count }, (_, nth) => USUAL[(digest[nth + 1] ?? 0) % USUAL.length]);
  return chosen.filter((text) => text !== undefined);
}

function signaturesOf(id: ModuleId, told: readonly string[]): Signature[] {
  const named = (told.length === 0 ? usualOf(id) : told).map(readSignature);
  const read = named.filter((signature) => signature !== undefined);
  return [...new Map(read.map((signature) => [signature.name, signature])).values()].slice(0, MOST_FUNCTIONS);
}

/** LEB128 of a number that is none too large. */
function leb(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...leb(Math.floor(value / 128))];
}

function text(value: string): number[] {
  return [...leb(value.length), ...ascii(value)];
}

function section(id: number, contents: readonly number[]): number[] {
  return [id, ...leb(contents.length), ...contents];
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...leb(items.length), ...items.flat()];
}

function typeCodes(names: readonly string[]): number[] {
  return list(names.map((name) => [VALUE_TYPES[name] ?? 0]));
}

function bodyOf({ results }: Signature): number[] {
  const body = [0, ...results.flatMap((name) => ZEROS[name] ?? []), END];
  return [...leb(body.length), ...body];
}

/**
 * A module whose functions do nothing and return zeros; a custom section says which release it stands for.
 *
 * @param told functions with their types, `compress(i32,i32)->i32`; none: some that follow from the id.
 */
export function standInBinary(id: ModuleId, version: Version, told: readonly string[]): StandIn {
  const functions = signaturesOf(id, told);
  const bytes = Uint8Array.from([
    ...HEADER,
    ...section(
      1,
      list(functions.map(({ params, results }) => [0x60, ...typeCodes(params), ...typeCodes(results)])),
    ),
    ...section(3, list(functions.map((_, index) => leb(index)))),
    ...section(7, list(functions.map(({ name }, index) => [...text(name), 0, ...leb(index)]))),
    ...section(10, list(functions.map(bodyOf))),
    ...section(0, [...text('stand-in'), ...ascii(`${id}@${version}`)]),
  ]);
  return { bytes, exports: functions.map((one) => ({ name: one.name, type: typeText(one) })) };
}
