import { byte, name, refusal, u32 } from '../cursor.ts';
import type { Cursor } from '../cursor.ts';
import { sort, type Sort } from './names.ts';
import { counted, define, itemAt, named, unknown, type Item, type Scope, type Space } from './scope.ts';

/** Gives the next index to something of an instance or of a scope around this one (`alias`). */
export function readAlias(cursor: Cursor, scope: Scope): void {
  const at = cursor.at;
  const kind = sort(cursor);
  const item = target(cursor, scope, kind);
  if (kind === 'core' || kind === 'value') counted(scope, at);
  else define(scope, kind, item ?? nextUnknown(scope, kind), at);
}

function nextUnknown({ spaces }: Scope, kind: Space): Item {
  return unknown(kind, spaces[kind].length);
}

function target(cursor: Cursor, scope: Scope, kind: Sort): Item | undefined {
  const at = cursor.at;
  const form = byte(cursor);
  switch (form) {
    case 0x00: {
      const { exports } = itemAt(scope, 'instance', u32(cursor), at);
      const member = exports?.get(name(cursor));
      if (member === undefined || member.kind !== kind) return undefined;
      return member.kind === 'type' ? named(member.item, member.name) : member.item;
    }
    case 0x01:
      u32(cursor);
      name(cursor);
      return undefined;
    case 0x02:
      return fromAround(cursor, scope, kind);
    default:
      throw refusal('alias-form', at, `0x${form.toString(16)}`);
  }
}

function fromAround(cursor: Cursor, scope: Scope, kind: Sort): Item | undefined {
  const at = cursor.at;
  const steps = u32(cursor);
  const index = u32(cursor);
  let around: Scope | undefined = scope;
  for (let left = Math.min(steps, scope.depth); left > 0; left -= 1) around = around?.outer;
  if (around === undefined)
    throw refusal('alias-form', at, `${steps} scopes out, there are ${scope.depth - 1}`);
  if (kind === 'core' || kind === 'value') throw refusal('extern-kind', at, `${kind} from outside`);
  return itemAt(around, kind, index, at);
}
