import { byte, count, refusal, u32 } from '../cursor.ts';
import type { Cursor } from '../cursor.ts';
import { readAlias } from './alias.ts';
import { readCoreType } from './core-type.ts';
import { description } from './description.ts';
import { externName } from './names.ts';
import { define, join, openScope, type Item, type Member, type Scope } from './scope.ts';
import { componentOf, instanceOf, say, spelt, startSpelling } from './spelling.ts';
import { definedValueType, labelled, optional, valueType } from './value-type.ts';

/** A type of the component model (`type`), given the next index. Types refer backwards only. */
export function readType(cursor: Cursor, scope: Scope): void {
  const at = cursor.at;
  define(scope, 'type', definedType(cursor, scope), at);
}

function definedType(cursor: Cursor, scope: Scope): Item {
  const code = byte(cursor);
  switch (code) {
    case 0x40:
    case 0x43:
      return functionType(cursor, scope, code === 0x43);
    case 0x42:
      return instanceOf(scope, declarations(cursor, scope, 'instance').members, here(scope));
    case 0x41:
      return componentOf(declarations(cursor, scope, 'component'), here(scope));
    case 0x3f:
    case 0x3e:
      return resourceType(cursor, code === 0x3e);
    default:
      return definedValueType(cursor, scope, code);
  }
}

function here({ spaces }: Scope): string {
  return `type ${spaces.type.length}`;
}

/** `(key:string)->u32`; asynchronous ones begin with `async `. */
function functionType(cursor: Cursor, scope: Scope, isAsync: boolean): Item {
  const spelling = startSpelling(scope);
  say(spelling, isAsync ? 'async (' : '(');
  labelled(cursor, scope, spelling);
  say(spelling, ')->');
  resultList(cursor, scope, (text) => say(spelling, text));
  return { kind: 'func', text: spelt(scope, spelling, here(scope)) };
}

/** One type, or several with names (none: nothing is given back), which older binaries have. */
export function resultList(cursor: Cursor, scope: Scope, told: (text: string) => void): void {
  const start = cursor.at;
  const form = byte(cursor);
  if (form > 1) throw refusal('result-form', start);
  if (form === 0) {
    told(valueType(cursor, scope));
    return;
  }
  const spelling = startSpelling(scope);
  labelled(cursor, scope, spelling);
  told(`(${spelt(scope, spelling, '')})`);
}

/** Held as an i32, or an i64 in a 64-bit memory; with functions that end it. */
function resourceType(cursor: Cursor, isAsync: boolean): Item {
  const start = cursor.at;
  const held = byte(cursor);
  if (held !== 0x7f && held !== 0x7e) throw refusal('type-form', start);
  if (isAsync) u32(cursor);
  if (optional(cursor)) u32(cursor);
  return { kind: 'resource', text: 'resource' };
}

/** The type of an instance, or of a component, which has imports too. */
function declarations(cursor: Cursor, outer: Scope, of: 'instance' | 'component'): Scope {
  const scope = openScope(outer, cursor.at);
  for (let left = count(cursor); left > 0; left -= 1) {
    const at = cursor.at;
    const code = byte(cursor);
    if (code === 0x00) readCoreType(cursor, scope);
    else if (code === 0x01) readType(cursor, scope);
    else if (code === 0x02) readAlias(cursor, scope);
    else if (code === 0x03 && of === 'component') join(scope, declared(cursor, scope, 'import'), at);
    else if (code === 0x04) join(scope, declared(cursor, scope, 'export'), at);
    else throw refusal('type-form', at, `0x${code.toString(16)} in ${of} type`);
  }
  return scope;
}

/** A name and what it stands for; in the import section too. */
export function declared(cursor: Cursor, scope: Scope, way: Member['way']): Member {
  const name = externName(cursor);
  return { way, name, ...description(cursor, scope) };
}
