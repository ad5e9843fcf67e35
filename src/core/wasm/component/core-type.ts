import { byte, count, name, refusal, u32 } from '../cursor.ts';
import type { Cursor } from '../cursor.ts';
import { globalType, memoryType, tableType, tagType } from '../extern-types.ts';
import { EXTERN_KINDS, type DefinedType, type Draft } from '../module-shape.ts';
import { emptyDraft } from '../read-module.ts';
import { signature } from '../signature.ts';
import { fieldType, heapType, valueType } from '../value-types.ts';
import { counted, define, itemAt, printable, type Item, type Scope } from './scope.ts';
import { say, spelt, startSpelling } from './spelling.ts';

/** A core type (`core:type`): of functions, of garbage collected data, or of a whole module. */
export function readCoreType(cursor: Cursor, scope: Scope): void {
  const at = cursor.at;
  if (cursor.bytes[at] === 0x50) {
    byte(cursor);
    define(scope, 'core type', moduleType(cursor, scope), at);
    return;
  }
  readDefined(cursor, (core) => define(scope, 'core type', { kind: 'core type', text: core.kind, core }, at));
}

/** 0 comes before an open type, whose own first byte means a module here. */
function readDefined(cursor: Cursor, defined: (type: DefinedType) => void): void {
  const start = cursor.at;
  const form = byte(cursor);
  if (form === 0x4e) for (let left = count(cursor); left > 0; left -= 1) defined(subType(cursor));
  else {
    if (form !== 0x00) cursor.at = start;
    defined(subType(cursor));
  }
}

/** As the core format has them; only functions matter to modules that name them. */
function subType(cursor: Cursor): DefinedType {
  const needs: Draft['needs'] = new Set();
  const start = cursor.at;
  const first = byte(cursor);
  const isSub = first === 0x50 || first === 0x4f;
  if (isSub) for (let parents = count(cursor); parents > 0; parents -= 1) u32(cursor);
  const form = isSub ? byte(cursor) : first;
  const offset = cursor.at;
  const other = { offset: 0, params: 0, results: 0 };
  if (form === 0x60) {
    const [params, results] = [valueTypes(cursor, needs), valueTypes(cursor, needs)];
    return { kind: 'func', offset, params, results };
  }
  if (form === 0x5f) {
    for (let fields = count(cursor); fields > 0; fields -= 1) fieldType(cursor, needs);
    return { kind: 'struct', ...other };
  }
  if (form === 0x5e) fieldType(cursor, needs);
  else if (form === 0x5d) heapType(cursor, needs);
  else throw refusal('type-form', start, `0x${form.toString(16)}`);
  return { kind: form === 0x5e ? 'array' : 'cont', ...other };
}

function valueTypes(cursor: Cursor, needs: Draft['needs']): number {
  const length = count(cursor);
  for (let left = length; left > 0; left -= 1) valueType(cursor, needs);
  return length;
}

/** `{import env.log:(i32)->(); export memory:memory 1..}` */
function moduleType(cursor: Cursor, scope: Scope): Item {
  const spelling = startSpelling(scope);
  const draft: Draft = { ...emptyDraft(), typeBudget: spelling.room };
  const tell = (text: string) => say(spelling, `${spelling.parts.length === 1 ? '' : '; '}${text}`);
  say(spelling, '{');
  for (let left = count(cursor); left > 0; left -= 1) {
    const at = cursor.at;
    counted(scope, at);
    const code = byte(cursor);
    if (code === 0x00) {
      const from = `${printable(name(cursor))}.${printable(name(cursor))}`;
      tell(`import ${from}:${externType(cursor, draft)}`);
    } else if (code === 0x01) readDefined(cursor, (type) => draft.types.push(type));
    else if (code === 0x02) draft.types.push(outerType(cursor, scope));
    else if (code === 0x03) tell(`export ${printable(name(cursor))}:${externType(cursor, draft)}`);
    else throw refusal('type-form', at, `0x${code.toString(16)} in module type`);
  }
  say(spelling, '}');
  const text = spelt(scope, spelling, `core type ${scope.spaces['core type'].length}`);
  return { kind: 'core module', text };
}

function externType(cursor: Cursor, draft: Draft): string {
  const at = cursor.at;
  const code = byte(cursor);
  switch (EXTERN_KINDS[code]) {
    case 'function':
      return functionText(cursor, draft);
    case 'table':
      return tableType(cursor, draft);
    case 'memory':
      return memoryType(cursor, draft);
    case 'global':
      return globalType(cursor, draft);
    case 'tag':
      return tagType(cursor, draft);
    default:
      throw refusal('extern-kind', at, `0x${code.toString(16)}`);
  }
}

function functionText(cursor: Cursor, draft: Draft): string {
  const start = cursor.at;
  return signature(cursor, draft, u32(cursor), start);
}

/** An alias of a type around the module's, whose own scope is the first step. */
function outerType(cursor: Cursor, scope: Scope): DefinedType {
  const at = cursor.at;
  if (byte(cursor) !== 0x10 || byte(cursor) !== 0x01) throw refusal('alias-form', at);
  const steps = u32(cursor);
  const index = u32(cursor);
  let around: Scope | undefined = steps === 0 ? undefined : scope;
  for (let left = Math.min(steps - 1, scope.depth); left > 0; left -= 1) around = around?.outer;
  const core = around === undefined ? undefined : itemAt(around, 'core type', index, at).core;
  if (core === undefined) throw refusal('type-index', at, `core type ${index}, ${steps} scopes out`);
  // A copy: its text belongs to the module's draft.
  return { kind: core.kind, offset: core.offset, params: core.params, results: core.results };
}
