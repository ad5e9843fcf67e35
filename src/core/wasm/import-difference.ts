import type { WasmImport } from './module-shape.ts';

type Import = Pick<WasmImport, 'module' | 'name' | 'kind'>;

/** By name and kind: a changed type asks for nothing more. Each once, in the binary's order. */
export interface ImportDifference<Entry extends Import> {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
}

/** JSON, as a name may hold any character. */
function keyOf({ module, name, kind }: Import): string {
  return JSON.stringify([module, name, kind]);
}

function without<Entry extends Import>(entries: readonly Entry[], known: readonly Entry[]): Entry[] {
  const keys = new Set(known.map(keyOf));
  return entries.filter((entry) => {
    const key = keyOf(entry);
    const isNew = !keys.has(key);
    keys.add(key);
    return isNew;
  });
}

/** What another release of a module asks for that the one before did not, and the other way round. */
export function importDifference<Entry extends Import>(
  before: readonly Entry[],
  after: readonly Entry[],
): ImportDifference<Entry> {
  return { added: without(after, before), removed: without(before, after) };
}
