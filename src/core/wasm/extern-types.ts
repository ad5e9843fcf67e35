import { byte, refusal, u32, u64 } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { Feature } from './features.ts';
import type { Draft, Limits } from './module-shape.ts';
import { signature } from './signature.ts';
import { mutability, referenceType, valueType } from './value-types.ts';

function range(limits: Limits): string {
  return `${limits.min}..${limits.max ?? ''}`;
}

function limits(cursor: Cursor, flags: number, needs: Set<Feature>): Limits {
  const start = cursor.at;
  const wide = (flags & 4) !== 0;
  const min = bound(cursor, wide, needs);
  const max = (flags & 1) === 0 ? undefined : bound(cursor, wide, needs);
  if (max !== undefined && min > max) throw refusal('limits', start, `minimum ${min} above maximum ${max}`);
  return { min, max, shared: (flags & 2) !== 0, wide };
}

/** Of 64 bits whatever the address type (5.3.9 in release 3.0); before, of 32 and at most five bytes. */
function bound(cursor: Cursor, wide: boolean, needs: Set<Feature>): bigint {
  const start = cursor.at;
  const value = u64(cursor);
  if (!wide && cursor.at - start > 5) needs.add('long-limits');
  return value;
}

function bounded(found: Limits, most: bigint, start: number): void {
  if ((found.max ?? found.min) > most)
    throw refusal('limits', start, `${found.max ?? found.min} above ${most}`);
}

/** Pages of 64 KiB, unless the custom-page-sizes proposal says otherwise. */
export function memoryType(cursor: Cursor, draft: Draft): string {
  const start = cursor.at;
  const flags = byte(cursor);
  if (flags > 0x0f) throw refusal('limits-flags', start);
  const found = limits(cursor, flags, draft.needs);
  const pageSize = (flags & 8) === 0 ? undefined : u32(cursor);
  if (found.shared && found.max === undefined)
    throw refusal('limits', start, 'shared memory without a maximum');
  if (pageSize !== undefined && pageSize !== 0 && pageSize !== 16) throw refusal('page-size', start);
  if (pageSize !== 0) bounded(found, found.wide ? 2n ** 48n : 2n ** 16n, start);
  if (found.shared) draft.needs.add('threads');
  if (found.wide) draft.needs.add('memory64');
  if (pageSize !== undefined) draft.needs.add('custom-page-sizes');
  if (draft.memories.push(found) > 1) draft.needs.add('multi-memory');
  const marks = `${found.shared ? ' shared' : ''}${pageSize === 0 ? ' page 1' : ''}`;
  const text = `memory${found.wide ? '64' : ''} ${range(found)}${marks}`;
  draft.memoryTypes.push(text);
  return text;
}

export function tableType(cursor: Cursor, draft: Draft): string {
  const element = referenceType(cursor, draft.needs);
  const start = cursor.at;
  const flags = byte(cursor);
  if (flags > 7 || (flags & 2) !== 0) throw refusal('limits-flags', start);
  const found = limits(cursor, flags, draft.needs);
  if (found.wide) draft.needs.add('table64');
  else bounded(found, 2n ** 32n - 1n, start);
  if (draft.tables.length > 0) draft.needs.add('reference-types');
  const text = `table${found.wide ? '64' : ''} ${element} ${range(found)}`;
  draft.tables.push(text);
  return text;
}

export function globalType(cursor: Cursor, draft: Draft): string {
  const value = valueType(cursor, draft.needs);
  const mutable = mutability(cursor);
  const type = `global ${value}${mutable ? ' mut' : ''}`;
  draft.globals.push({ type, mutable });
  return type;
}

export function tagType(cursor: Cursor, draft: Draft): string {
  if (byte(cursor) !== 0) throw refusal('tag-attribute', cursor.at - 1);
  const start = cursor.at;
  const typeIndex = u32(cursor);
  draft.needs.add('exceptions');
  draft.tags.push(typeIndex);
  return tagText(cursor, draft, typeIndex, start);
}

/** `tag (i32)`: nothing comes out of a tag. @throws GenError WasmInvalid `type-index`. */
export function tagText(cursor: Cursor, draft: Draft, typeIndex: number, start: number): string {
  return `tag ${signature(cursor, draft, typeIndex, start).replace(/->\(\)$/, '')}`;
}
