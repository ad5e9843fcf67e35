import { byte, count, name, refusal, u32 } from '../cursor.ts';
import type { Cursor } from '../cursor.ts';
import type { ComponentKind } from '../module-shape.ts';
import { description } from './description.ts';
import { externName, sort } from './names.ts';
import { counted, define, itemAt, unknown, type Item, type Member, type Scope } from './scope.ts';
import { instanceOf } from './spelling.ts';

/** An instance (`instance`): of a component, or put together from what is there. */
export function readInstance(cursor: Cursor, scope: Scope): void {
  const at = cursor.at;
  const index = scope.spaces.instance.length;
  const form = byte(cursor);
  if (form === 0x00) {
    const component = itemAt(scope, 'component', u32(cursor), at);
    for (let left = count(cursor); left > 0; left -= 1) {
      counted(scope, cursor.at);
      name(cursor);
      referred(cursor, scope);
    }
    define(scope, 'instance', component.instance ?? unknown('instance', index), at);
  } else if (form === 0x01) {
    const members: Member[] = [];
    for (let left = count(cursor); left > 0; left -= 1) {
      counted(scope, cursor.at);
      const exported = externName(cursor);
      members.push({ way: 'export', name: exported, ...referred(cursor, scope) });
    }
    define(scope, 'instance', instanceOf(scope, members, `instance ${index}`), at);
  } else throw refusal('instance-form', at, `0x${form.toString(16)}`);
}

/** Something by its index (`sortidx`). */
function referred(cursor: Cursor, scope: Scope): { readonly kind: ComponentKind; readonly item: Item } {
  const at = cursor.at;
  const kind = sort(cursor);
  if (kind === 'core' || kind === 'core type') throw refusal('extern-kind', at, kind);
  const index = u32(cursor);
  if (kind === 'value') return { kind, item: { kind: 'value', text: `value ${index}` } };
  return { kind, item: itemAt(scope, kind, index, at) };
}

/** An export of the component itself; a type that is written down counts, not that of what is exported. */
export function exportedItem(cursor: Cursor, scope: Scope): Member {
  const exported = externName(cursor);
  const found = referred(cursor, scope);
  const flag = byte(cursor);
  if (flag > 1) throw refusal('option', cursor.at - 1);
  if (flag === 0) return { way: 'export', name: exported, ...found };
  const at = cursor.at;
  const written = description(cursor, scope);
  if (written.kind !== found.kind) throw refusal('extern-kind', at, `${written.kind} for a ${found.kind}`);
  return { way: 'export', name: exported, ...written };
}
