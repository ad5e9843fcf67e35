import { count, refusal } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { Draft } from './module-shape.ts';
import { valueType } from './value-types.ts';

/**
 * One type may be named by every import and export, so a small file could ask for gigabytes of text. Past
 * this budget (far above the largest real module) a function's type is named by its index.
 */
export const TYPE_TEXT_BUDGET = 16_000_000;

/**
 * `(i32,i32)->i32`, made once for each type.
 *
 * @param start where the index stands.
 * @throws GenError WasmInvalid `type-index`.
 */
export function signature(cursor: Cursor, draft: Draft, typeIndex: number, start = cursor.at): string {
  const type = draft.types[typeIndex];
  if (type?.kind !== 'func') throw refusal('type-index', start, `${typeIndex} is no function type`);
  const text = type.text ?? spelt({ bytes: cursor.bytes, at: type.offset, end: cursor.bytes.length }, draft);
  const affordable = text.length <= draft.typeBudget;
  type.text = affordable ? text : `type ${typeIndex}`;
  draft.typeBudget -= affordable ? text.length : 0;
  return type.text;
}

function spelt(cursor: Cursor, draft: Draft): string {
  const params = list(cursor, draft);
  const results = list(cursor, draft);
  const [only] = results;
  return `(${params.join(',')})->${results.length === 1 && only !== undefined ? only : `(${results.join(',')})`}`;
}

function list(cursor: Cursor, draft: Draft): string[] {
  const types: string[] = [];
  for (let left = count(cursor); left > 0; left -= 1) types.push(valueType(cursor, draft.needs));
  return types;
}
