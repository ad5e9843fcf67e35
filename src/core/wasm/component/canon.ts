import { byte, count, refusal, u32 } from '../cursor.ts';
import type { Cursor } from '../cursor.ts';
import { define, typeAt, type Scope } from './scope.ts';
import { resultList } from './type-definition.ts';

/**
 * What follows the code of a canonical definition that makes a core function (`canon`): an index, options, a flag or kind
 * of one byte, results. Those of the threads proposal (0x26 to 0x2f) changed their meaning between versions of the tools and
 * are left out, as unknown ones are.
 */
const IMMEDIATES: Readonly<Record<number, readonly ('index' | 'options' | 'byte' | 'results')[]>> = {
  0x01: ['byte', 'index', 'options'],
  0x02: ['index'],
  0x03: ['index'],
  0x04: ['index'],
  0x05: [],
  0x06: ['byte'],
  0x07: ['index'],
  0x08: [],
  0x09: ['results', 'options'],
  0x0a: ['byte', 'index'],
  0x0b: ['byte', 'index'],
  0x0c: ['byte'],
  0x0d: [],
  0x0e: ['index'],
  0x0f: ['index', 'options'],
  0x10: ['index', 'options'],
  0x11: ['index', 'byte'],
  0x12: ['index', 'byte'],
  0x13: ['index'],
  0x14: ['index'],
  0x15: ['index'],
  0x16: ['index', 'options'],
  0x17: ['index', 'options'],
  0x18: ['index', 'byte'],
  0x19: ['index', 'byte'],
  0x1a: ['index'],
  0x1b: ['index'],
  0x1c: ['options'],
  0x1d: ['options'],
  0x1e: [],
  0x1f: [],
  0x20: ['byte', 'index'],
  0x21: ['byte', 'index'],
  0x22: [],
  0x23: [],
  0x24: [],
  0x25: [],
};

/** Options without an index, and those with one. */
const PLAIN_OPTIONS: ReadonlySet<number> = new Set([0x00, 0x01, 0x02, 0x06, 0x09]);
const INDEXED_OPTIONS: ReadonlySet<number> = new Set([0x03, 0x04, 0x05, 0x07, 0x08]);

/**
 * Canonical definitions: only lifted functions are kept. At one that is not known the rest of the section is left out, and
 * from there on functions are called by their index.
 */
export function readCanons(cursor: Cursor, scope: Scope): void {
  for (let left = count(cursor); left > 0; left -= 1) {
    if (readCanon(cursor, scope)) continue;
    scope.functionsLost = true;
    cursor.at = cursor.end;
    return;
  }
}

/** @returns whether it was known. */
function readCanon(cursor: Cursor, scope: Scope): boolean {
  const code = byte(cursor);
  if (code === 0x00) return lift(cursor, scope);
  const immediates = IMMEDIATES[code];
  if (immediates === undefined) return false;
  return immediates.every((immediate) => {
    if (immediate === 'options') return options(cursor);
    if (immediate === 'index') u32(cursor);
    else if (immediate === 'byte') byte(cursor);
    else resultList(cursor, scope, () => undefined);
    return true;
  });
}

/** A core function becomes a function of the component. */
function lift(cursor: Cursor, scope: Scope): boolean {
  const at = cursor.at;
  if (byte(cursor) !== 0) throw refusal('extern-kind', at);
  u32(cursor);
  if (!options(cursor)) return false;
  const type = cursor.at;
  define(scope, 'func', typeAt(scope, 'func', u32(cursor), type), at);
  return true;
}

function options(cursor: Cursor): boolean {
  for (let left = count(cursor); left > 0; left -= 1) {
    const option = byte(cursor);
    if (INDEXED_OPTIONS.has(option)) u32(cursor);
    else if (!PLAIN_OPTIONS.has(option)) return false;
  }
  return true;
}
