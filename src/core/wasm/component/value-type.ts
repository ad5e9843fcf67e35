import { byte, count, name, refusal, signed, u32 } from '../cursor.ts';
import type { Cursor } from '../cursor.ts';
import { counted, itemAt, printable, typeAt, type Item, type Scope } from './scope.ts';
import { say, spelt, startSpelling, type Spelling } from './spelling.ts';

const PRIMITIVES: Readonly<Record<number, string>> = {
  0x7f: 'bool',
  0x7e: 's8',
  0x7d: 'u8',
  0x7c: 's16',
  0x7b: 'u16',
  0x7a: 's32',
  0x79: 'u32',
  0x78: 's64',
  0x77: 'u64',
  0x76: 'f32',
  0x75: 'f64',
  0x74: 'char',
  0x73: 'string',
  0x64: 'error-context',
};

/** A primitive or an index (`valtype`). @returns its text. */
export function valueType(cursor: Cursor, scope: Scope): string {
  const start = cursor.at;
  const primitive = PRIMITIVES[byte(cursor)];
  if (primitive !== undefined) return primitive;
  cursor.at = start;
  const index = signed(cursor, 33);
  if (index < 0) throw refusal('value-type', start);
  const { kind, text } = itemAt(scope, 'type', index, start);
  if (kind !== 'value' && kind !== 'unknown') throw refusal('type-index', start, `${index} is no value type`);
  return text;
}

/** `<T>?`: 0, or 1 and what follows. */
export function optional(cursor: Cursor): boolean {
  const flag = byte(cursor);
  if (flag > 1) throw refusal('option', cursor.at - 1);
  return flag === 1;
}

/** `name:type`, separated by commas. */
export function labelled(cursor: Cursor, scope: Scope, spelling: Spelling): number {
  const length = count(cursor);
  for (let index = 0; index < length; index += 1) {
    counted(scope, cursor.at);
    say(spelling, `${index === 0 ? '' : ','}${printable(name(cursor))}:`);
    say(spelling, valueType(cursor, scope));
  }
  return length;
}

/** A type that values have (`defvaltype`), its first byte already read. */
export function definedValueType(cursor: Cursor, scope: Scope, code: number): Item {
  const at = cursor.at - 1;
  const spelling = startSpelling(scope);
  const primitive = PRIMITIVES[code];
  const read = FORMS[code];
  if (primitive !== undefined) say(spelling, primitive);
  else if (read === undefined) throw refusal('type-form', at, `0x${code.toString(16)}`);
  else read(cursor, scope, spelling);
  return { kind: 'value', text: spelt(scope, spelling, `type ${scope.spaces.type.length}`) };
}

type Form = (cursor: Cursor, scope: Scope, spelling: Spelling) => void;

const FORMS: Readonly<Record<number, Form>> = {
  0x72: filled('record{', labelled, '}'),
  0x71: filled('variant{', cases, '}'),
  0x70: around('list', valueType),
  0x6f: filled('tuple<', values, '>'),
  0x6e: filled('flags{', labels, '}'),
  0x6d: filled('enum{', labels, '}'),
  0x6b: around('option', valueType),
  0x6a: result,
  0x69: around('own', handle),
  0x68: around('borrow', handle),
  0x67: around('list', (cursor, scope) => `${valueType(cursor, scope)},${u32(cursor)}`),
  0x66: perhaps('stream'),
  0x65: perhaps('future'),
  0x63: around('map', (cursor, scope) => `${valueType(cursor, scope)},${valueType(cursor, scope)}`),
};

/** Something with at least one part. */
function filled(open: string, parts: (...given: Parameters<Form>) => number, close: string): Form {
  return (cursor, scope, spelling) => {
    const start = cursor.at;
    say(spelling, open);
    if (parts(cursor, scope, spelling) === 0) throw refusal('empty-type', start);
    say(spelling, close);
  };
}

function around(word: string, inner: (cursor: Cursor, scope: Scope) => string): Form {
  return (cursor, scope, spelling) => {
    say(spelling, `${word}<`);
    say(spelling, inner(cursor, scope));
    say(spelling, '>');
  };
}

function perhaps(word: string): Form {
  const whole = around(word, valueType);
  return (cursor, scope, spelling) => {
    if (optional(cursor)) whole(cursor, scope, spelling);
    else say(spelling, word);
  };
}

function handle(cursor: Cursor, scope: Scope): string {
  const start = cursor.at;
  return typeAt(scope, 'resource', u32(cursor), start).text;
}

function result(cursor: Cursor, scope: Scope, spelling: Spelling): void {
  const good = optional(cursor) ? valueType(cursor, scope) : undefined;
  const bad = optional(cursor) ? valueType(cursor, scope) : undefined;
  say(spelling, 'result');
  if (good === undefined && bad === undefined) return;
  say(spelling, '<');
  say(spelling, good ?? '_');
  if (bad !== undefined) {
    say(spelling, ',');
    say(spelling, bad);
  }
  say(spelling, '>');
}

function values(cursor: Cursor, scope: Scope, spelling: Spelling): number {
  const length = count(cursor);
  for (let index = 0; index < length; index += 1) {
    if (index > 0) say(spelling, ',');
    say(spelling, valueType(cursor, scope));
  }
  return length;
}

function labels(cursor: Cursor, scope: Scope, spelling: Spelling): number {
  const length = count(cursor);
  for (let index = 0; index < length; index += 1) {
    counted(scope, cursor.at);
    say(spelling, `${index === 0 ? '' : ','}${printable(name(cursor))}`);
  }
  return length;
}

/** Each ends with a zero, once meant for the case that it refines. */
function cases(cursor: Cursor, scope: Scope, spelling: Spelling): number {
  const length = count(cursor);
  for (let index = 0; index < length; index += 1) {
    counted(scope, cursor.at);
    say(spelling, `${index === 0 ? '' : ','}${printable(name(cursor))}`);
    if (optional(cursor)) {
      say(spelling, '(');
      say(spelling, valueType(cursor, scope));
      say(spelling, ')');
    }
    if (byte(cursor) !== 0) throw refusal('option', cursor.at - 1);
  }
  return length;
}
