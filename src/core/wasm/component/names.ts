import { byte, count, name, refusal } from '../cursor.ts';
import type { Cursor } from '../cursor.ts';
import type { ComponentKind } from '../module-shape.ts';
import type { Space } from './scope.ts';

/** Of a name: which interface it implements, the end of its version, an id elsewhere. */
const LAST_OPTION = 2;

/**
 * The name of an import or export (component model, binary format: `importname'`, `exportname'`). 0 and 1 begin the same,
 * as tools once wrote 1 for names of interfaces; 2 is followed by options, which change nothing about what it names.
 */
export function externName(cursor: Cursor): string {
  const start = cursor.at;
  const form = byte(cursor);
  if (form > 2) throw refusal('name-form', start, `0x${form.toString(16)}`);
  const text = name(cursor);
  if (form < 2) return text;
  for (let left = count(cursor); left > 0; left -= 1) {
    const option = byte(cursor);
    if (option > LAST_OPTION) throw refusal('name-form', cursor.at - 1, `option 0x${option.toString(16)}`);
    name(cursor);
  }
  return text;
}

/** What an index counts (`sort`); `core` for those of core instances, which nobody here follows. */
export type Sort = Space | 'value' | 'core';

const SORTS: readonly (ComponentKind | undefined)[] = [
  undefined,
  'func',
  'value',
  'type',
  'component',
  'instance',
];

const CORE_SORTS: Readonly<Record<number, Sort>> = {
  0x00: 'core',
  0x01: 'core',
  0x02: 'core',
  0x03: 'core',
  0x04: 'core',
  0x10: 'core type',
  0x11: 'core module',
  0x12: 'core',
};

export function sort(cursor: Cursor): Sort {
  const start = cursor.at;
  const code = byte(cursor);
  const found = code === 0 ? CORE_SORTS[byte(cursor)] : SORTS[code];
  if (found === undefined) throw refusal('extern-kind', start);
  return found;
}
