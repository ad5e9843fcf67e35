import { byte, refusal, u32 } from '../cursor.ts';
import type { Cursor } from '../cursor.ts';
import { itemAt, typeAt, type Item, type Member, type Scope } from './scope.ts';
import { valueType } from './value-type.ts';

const RESOURCE: Item = { kind: 'resource', text: 'resource' };

/** What an import or export is (`externdesc`). */
export function description(cursor: Cursor, scope: Scope): Pick<Member, 'kind' | 'item'> {
  const at = cursor.at;
  const code = byte(cursor);
  switch (code) {
    case 0x00:
      return { kind: 'core module', item: coreModule(cursor, scope) };
    case 0x01:
      return { kind: 'func', item: typeAt(scope, 'func', u32(cursor), at) };
    case 0x02:
      return { kind: 'value', item: { kind: 'value', text: valueBound(cursor, scope) } };
    case 0x03:
      return { kind: 'type', item: typeBound(cursor, scope) };
    case 0x04:
      return { kind: 'component', item: typeAt(scope, 'component', u32(cursor), at) };
    case 0x05:
      return { kind: 'instance', item: typeAt(scope, 'instance', u32(cursor), at) };
    default:
      throw refusal('extern-kind', at, `0x${code.toString(16)}`);
  }
}

function coreModule(cursor: Cursor, scope: Scope): Item {
  const at = cursor.at;
  if (byte(cursor) !== 0x11) throw refusal('extern-kind', at);
  const item = itemAt(scope, 'core type', u32(cursor), at);
  if (item.kind !== 'core module' && item.kind !== 'unknown')
    throw refusal('type-index', at, 'no module type');
  return item;
}

/** A type that is known, or any resource. */
function typeBound(cursor: Cursor, scope: Scope): Item {
  const at = cursor.at;
  const form = byte(cursor);
  if (form === 1) return RESOURCE;
  if (form !== 0) throw refusal('bound', at);
  return itemAt(scope, 'type', u32(cursor), at);
}

/**
 * Values are a proposal. Its text says: 0 and a value, or 1 and a type; wasm-tools (2025) writes the type alone. Both are
 * taken, where a type alone is not 0 or 1.
 */
function valueBound(cursor: Cursor, scope: Scope): string {
  const at = cursor.at;
  const form = byte(cursor);
  if (form === 0) return `value ${u32(cursor)}`;
  if (form !== 1) cursor.at = at;
  return valueType(cursor, scope);
}
