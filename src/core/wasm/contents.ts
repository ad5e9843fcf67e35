import { byte, count, refusal, skip, u32 } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { skipConstant } from './constant-expression.ts';
import { blockMemory, operands } from './limits.ts';
import type { Draft } from './module-shape.ts';
import { valueType } from './value-types.ts';

/** Flags of an element segment: not active; has a table index (active) or is declarative; holds expressions. */
const PASSIVE = 1;
const EXPLICIT = 2;
const EXPRESSIONS = 4;

const NUMBERS: ReadonlySet<string> = new Set(['i32', 'i64', 'f32', 'f64', 'v128']);

export function readElements(cursor: Cursor, draft: Draft): void {
  for (let left = count(cursor); left > 0; left -= 1) {
    const start = cursor.at;
    const flags = u32(cursor);
    if (flags > 7) throw refusal('element-flags', start, String(flags));
    const active = (flags & PASSIVE) === 0;
    const expressions = (flags & EXPRESSIONS) !== 0;
    if (active) {
      if ((flags & EXPLICIT) !== 0) u32(cursor);
      skipConstant(cursor, draft.needs);
    }
    if ((flags & (PASSIVE | EXPLICIT)) !== 0) {
      draft.needs.add('bulk-memory');
      if (expressions) elementType(cursor, draft);
      else if (byte(cursor) !== 0) throw refusal('element-kind', cursor.at - 1);
    }
    for (let items = count(cursor); items > 0; items -= 1) {
      if (expressions) skipConstant(cursor, draft.needs);
      else u32(cursor);
    }
  }
}

/** V8 (13.6) lets number types pass in segments that are not active; the specification and other engines do not. */
function elementType(cursor: Cursor, draft: Draft): void {
  const start = cursor.at;
  const type = valueType(cursor, draft.needs);
  if (NUMBERS.has(type)) throw refusal('element-type', start, type);
}

export function readDataCount(cursor: Cursor, draft: Draft): void {
  draft.dataCount = u32(cursor);
  draft.needs.add('bulk-memory');
}

export function readData(cursor: Cursor, draft: Draft): void {
  draft.dataSegments = count(cursor);
  for (let left = draft.dataSegments; left > 0; left -= 1) {
    const start = cursor.at;
    const flags = u32(cursor);
    if (flags > 2) throw refusal('data-flags', start, String(flags));
    if (flags === 2) u32(cursor);
    if (flags === 1) draft.needs.add('bulk-memory');
    else skipConstant(cursor, draft.needs);
    skip(cursor, u32(cursor));
  }
}

/** Of each body the size, the locals and the closing `end`; the instructions are left to the engine. */
export function readCode(cursor: Cursor, draft: Draft): void {
  const sectionEnd = cursor.end;
  draft.codeSize = cursor.end - cursor.at;
  draft.bodies = count(cursor);
  for (let left = draft.bodies; left > 0; left -= 1) {
    const size = u32(cursor);
    const start = cursor.at;
    if (size > sectionEnd - start) throw refusal('unexpected-end', start, `a function body of ${size} bytes`);
    cursor.end = start + size;
    countLocals(cursor, draft);
    draft.blockMemory += blockMemory(cursor.bytes, cursor.at, cursor.end, draft.widest);
    if (draft.needs.has('gc')) draft.operands += operands(cursor.bytes, cursor.at, cursor.end, draft.types);
    if (cursor.at >= cursor.end || cursor.bytes[cursor.end - 1] !== 0x0b) {
      throw refusal('function-end', cursor.end - 1);
    }
    cursor.at = cursor.end;
    cursor.end = sectionEnd;
  }
}

function countLocals(cursor: Cursor, draft: Draft): void {
  const start = cursor.at;
  let locals = 0;
  for (let groups = count(cursor); groups > 0; groups -= 1) {
    locals += u32(cursor);
    valueType(cursor, draft.needs);
  }
  if (locals > 0xffff_ffff) throw refusal('locals', start, `${locals} in one function`);
  draft.totalLocals += locals;
  draft.mostLocals = Math.max(draft.mostLocals, locals);
}
