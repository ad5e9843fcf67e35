import { byte, refusal, signed } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { Feature } from './features.ts';

const NUMBERS: Readonly<Record<number, string>> = {
  0x7f: 'i32',
  0x7e: 'i64',
  0x7d: 'f32',
  0x7c: 'f64',
  0x7b: 'v128',
};
const PACKED: Readonly<Record<number, string>> = { 0x78: 'i8', 0x77: 'i16' };

/** Abstract heap types: name, name of the nullable reference, and what an engine must support. */
const HEAPS: Readonly<
  Record<number, readonly [heap: string, reference: string, needs: Feature | undefined]>
> = {
  0x75: ['nocont', 'nullcontref', 'stack-switching'],
  0x74: ['noexn', 'nullexnref', 'exnref'],
  0x73: ['nofunc', 'nullfuncref', 'gc'],
  0x72: ['noextern', 'nullexternref', 'gc'],
  0x71: ['none', 'nullref', 'gc'],
  0x70: ['func', 'funcref', undefined],
  0x6f: ['extern', 'externref', 'reference-types'],
  0x6e: ['any', 'anyref', 'gc'],
  0x6d: ['eq', 'eqref', 'gc'],
  0x6c: ['i31', 'i31ref', 'gc'],
  0x6b: ['struct', 'structref', 'gc'],
  0x6a: ['array', 'arrayref', 'gc'],
  0x69: ['exn', 'exnref', 'exnref'],
  0x68: ['cont', 'contref', 'stack-switching'],
};

export function heapType(cursor: Cursor, needs: Set<Feature>): string {
  const start = cursor.at;
  const abstract = HEAPS[cursor.bytes[start] ?? 0];
  if (abstract !== undefined && start < cursor.end) {
    cursor.at += 1;
    if (abstract[2] !== undefined) needs.add(abstract[2]);
    return abstract[0];
  }
  const index = signed(cursor, 33);
  if (index < 0) throw refusal('heap-type', start);
  needs.add('typed-references');
  return String(index);
}

/** @returns text, or `undefined` with nothing read when no reference type stands here. */
function reference(cursor: Cursor, needs: Set<Feature>): string | undefined {
  const code = byte(cursor);
  if (code === 0x63 || code === 0x64) {
    needs.add('typed-references');
    return `(ref ${code === 0x63 ? 'null ' : ''}${heapType(cursor, needs)})`;
  }
  const abstract = HEAPS[code];
  if (abstract === undefined) {
    cursor.at -= 1;
    return undefined;
  }
  if (abstract[2] !== undefined) needs.add(abstract[2]);
  return abstract[1];
}

export function referenceType(cursor: Cursor, needs: Set<Feature>): string {
  const start = cursor.at;
  const text = reference(cursor, needs);
  if (text === undefined) throw refusal('reference-type', start);
  return text;
}

export function valueType(cursor: Cursor, needs: Set<Feature>): string {
  const start = cursor.at;
  const number = NUMBERS[byte(cursor)];
  if (number !== undefined) {
    if (number === 'v128') needs.add('simd');
    return number;
  }
  cursor.at = start;
  const text = reference(cursor, needs);
  if (text === undefined) throw refusal('value-type', start);
  return text;
}

/** A field of a struct or array: value or packed type, then mutability. */
export function fieldType(cursor: Cursor, needs: Set<Feature>): void {
  if (PACKED[cursor.bytes[cursor.at] ?? 0] === undefined) valueType(cursor, needs);
  else byte(cursor);
  mutability(cursor);
}

export function mutability(cursor: Cursor): boolean {
  const code = byte(cursor);
  if (code > 1) throw refusal('mutability', cursor.at - 1);
  return code === 1;
}
