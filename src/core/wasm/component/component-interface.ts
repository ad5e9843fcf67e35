import { count, name, refusal, skip, u32 } from '../cursor.ts';
import type { Cursor } from '../cursor.ts';
import { HEADER_SIZE } from '../header.ts';
import { within } from '../limits.ts';
import type { Section, WasmExport, WasmImport } from '../module-shape.ts';
import { sectionHeader } from '../read-module.ts';
import { readAlias } from './alias.ts';
import { readCanons } from './canon.ts';
import { readCoreType } from './core-type.ts';
import { exportedItem, readInstance } from './instances.ts';
import { counted, define, join, openScope, unknown, type Scope } from './scope.ts';
import { componentOf, used } from './spelling.ts';
import { declared, readType } from './type-definition.ts';
import { valueType } from './value-type.ts';

export interface ComponentInterface {
  readonly imports: readonly WasmImport[];
  readonly exports: readonly WasmExport[];
  /** The custom ones of the component itself, not of what is inside it. */
  readonly sections: readonly Section[];
}

/**
 * Reads what a component (header already checked) imports and exports, with types as text. Linear in its size. Core modules
 * and core instances inside are skipped, components inside are read, as their exports give types to those outside.
 *
 * What a type says is not judged: that is for an engine that runs components. Source: the component model's binary format
 * (design/mvp/Binary.md of WebAssembly/component-model) and what wasm-tools writes.
 *
 * @throws GenError WasmInvalid with the offset and, where it helps, a detail; nothing else.
 */
export function componentInterface(bytes: Uint8Array): ComponentInterface {
  const cursor: Cursor = { bytes, at: HEADER_SIZE, end: bytes.length };
  const scope = openScope(undefined, 0);
  const sections: Section[] = [];
  readSections(cursor, scope, (section) => {
    within('sections', sections.length + 1, section.offset);
    sections.push(section);
  });
  const imports: WasmImport[] = [];
  const exports: WasmExport[] = [];
  for (const { way, name: called, kind, item } of scope.members) {
    const type = used(scope, item, kind);
    if (way === 'import') imports.push({ module: called, name: '', kind, type });
    else exports.push({ name: called, kind, type });
  }
  return { imports, exports, sections };
}

type Reader = (cursor: Cursor, scope: Scope) => void;

/** By id. They may come in any order, repeatedly. */
const SECTIONS: readonly (Reader | undefined)[] = [
  undefined,
  skipModule,
  toItsEnd,
  each(readCoreType),
  readNested,
  each(readInstance),
  each(readAlias),
  each(readType),
  readCanons,
  readStart,
  each(readImport),
  each(readExport),
  each(readValue),
];

function each(read: Reader): Reader {
  return (cursor, scope) => {
    for (let left = count(cursor); left > 0; left -= 1) read(cursor, scope);
  };
}

function readSections(cursor: Cursor, scope: Scope, custom?: (section: Section) => void): void {
  const whole = cursor.end;
  while (cursor.at < whole) {
    const start = cursor.at;
    const { id, end } = sectionHeader(cursor);
    counted(scope, start);
    cursor.end = end;
    const read = SECTIONS[id];
    if (id === 0) {
      const called = name(cursor);
      custom?.({ id, name: called, offset: cursor.at, size: end - cursor.at });
      cursor.at = end;
    } else if (read === undefined) throw refusal('section-id', start, String(id));
    else read(cursor, scope);
    if (cursor.at !== end)
      throw refusal('section-length', cursor.at, `${end - cursor.at} bytes left in section ${id}`);
    cursor.end = whole;
  }
}

function toItsEnd(cursor: Cursor): void {
  cursor.at = cursor.end;
}

/** What it imports and exports is its own; only by its index is it known here. */
function skipModule(cursor: Cursor, scope: Scope): void {
  define(scope, 'core module', unknown('core module', scope.spaces['core module'].length), cursor.at);
  toItsEnd(cursor);
}

/** A component inside begins as the file does. */
function readNested(cursor: Cursor, outer: Scope): void {
  const { bytes, at } = cursor;
  const scope = openScope(outer, at);
  skip(cursor, HEADER_SIZE);
  if (bytes.subarray(at, cursor.at).some((byte, index) => byte !== bytes[index]))
    throw refusal('version', at);
  readSections(cursor, scope);
  define(outer, 'component', componentOf(scope, `component ${outer.spaces.component.length}`), at);
}

function readImport(cursor: Cursor, scope: Scope): void {
  const { at } = cursor;
  join(scope, declared(cursor, scope, 'import'), at);
}

function readExport(cursor: Cursor, scope: Scope): void {
  const { at } = cursor;
  join(scope, exportedItem(cursor, scope), at);
}

/** A function to call at the start, the values it takes and how many it gives. */
function readStart(cursor: Cursor): void {
  u32(cursor);
  for (let left = count(cursor); left > 0; left -= 1) u32(cursor);
  u32(cursor);
}

function readValue(cursor: Cursor, scope: Scope): void {
  valueType(cursor, scope);
  skip(cursor, u32(cursor));
}
