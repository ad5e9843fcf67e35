import { byte, count, refusal, u32 } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { within } from './limits.ts';
import type { DefinedType, Draft } from './module-shape.ts';
import { fieldType, heapType, valueType } from './value-types.ts';

const OTHER = { offset: 0, params: 0, results: 0 };

/** Recursion groups are flattened: each type in one has its own index. */
export function readTypes(cursor: Cursor, draft: Draft): void {
  for (let left = listed(cursor, draft); left > 0; left -= 1) {
    if (cursor.bytes[cursor.at] === 0x4e && cursor.at < cursor.end) {
      byte(cursor);
      draft.needs.add('gc');
      for (let inGroup = listed(cursor, draft); inGroup > 0; inGroup -= 1)
        draft.types.push(subType(cursor, draft));
    } else {
      draft.types.push(subType(cursor, draft));
    }
  }
}

function listed(cursor: Cursor, draft: Draft): number {
  const start = cursor.at;
  const length = count(cursor);
  within('types', draft.types.length + length, start);
  return length;
}

function subType(cursor: Cursor, draft: Draft): DefinedType {
  const start = cursor.at;
  const form = byte(cursor);
  if (form !== 0x50 && form !== 0x4f) return compositeType(cursor, draft, form);
  draft.needs.add('gc');
  const parents = count(cursor);
  if (parents > 1) throw refusal('subtype', start, `${parents} supertypes`);
  if (parents === 1 && u32(cursor) >= draft.types.length) throw refusal('type-index', start, 'supertype');
  return compositeType(cursor, draft, byte(cursor));
}

function compositeType(cursor: Cursor, draft: Draft, form: number): DefinedType {
  switch (form) {
    case 0x60:
      return functionType(cursor, draft);
    case 0x5f:
      draft.needs.add('gc');
      return { kind: 'struct', ...OTHER, fields: skipFields(cursor, draft) };
    case 0x5e:
      draft.needs.add('gc');
      fieldType(cursor, draft.needs);
      return { kind: 'array', ...OTHER };
    case 0x5d:
      draft.needs.add('stack-switching');
      heapType(cursor, draft.needs);
      return { kind: 'cont', ...OTHER };
    default:
      throw refusal('type-form', cursor.at - 1, `0x${form.toString(16)}`);
  }
}

function skipFields(cursor: Cursor, draft: Draft): number {
  const fields = count(cursor);
  for (let left = fields; left > 0; left -= 1) fieldType(cursor, draft.needs);
  return fields;
}

function functionType(cursor: Cursor, draft: Draft): DefinedType {
  const offset = cursor.at;
  const params = skipValueTypes(cursor, draft, 'params');
  const results = skipValueTypes(cursor, draft, 'results');
  if (results > 1) draft.needs.add('multi-value');
  draft.widest = Math.max(draft.widest, params + results);
  return { kind: 'func', offset, params, results };
}

function skipValueTypes(cursor: Cursor, draft: Draft, kind: 'params' | 'results'): number {
  const start = cursor.at;
  const length = count(cursor);
  within(kind, length, start);
  for (let left = length; left > 0; left -= 1) valueType(cursor, draft.needs);
  return length;
}
