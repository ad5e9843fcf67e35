import type { DocumentStore } from './document-store.ts';
import type { Replacement } from './module-index.ts';
import { emptySpan } from './number-lists.ts';
import { kindOf, VALUE } from './value-table.ts';

/** Modules that list every function of this one with the same type; those that offer the least beside it first. */
export function replacementsFor(store: DocumentStore, id: string, limit: number): readonly Replacement[] {
  const own = store.slot(id);
  if (own === undefined) return [];
  const span = emptySpan();
  const exportsAt = (slot: number): Uint32Array => {
    const { values, start, length } = store.valuesOf.read(slot, span);
    let from = start + length;
    while (from > start && kindOf(values[from - 1] as number) === VALUE.export) from -= 1;
    return values.subarray(from, start + length);
  };
  const wanted = new Set(exportsAt(own));
  if (wanted.size === 0) return [];
  const found: { readonly slot: number; readonly offered: number }[] = [];
  for (let slot = 0; slot < store.end; slot += 1) {
    const offered = exportsAt(slot);
    if (slot === own || offered.length < wanted.size) continue;
    let shared = 0;
    for (const code of offered) if (wanted.has(code)) shared += 1;
    if (shared === wanted.size) found.push({ slot, offered: offered.length });
  }
  return found
    .sort(
      (a, b) =>
        a.offered - b.offered ||
        store.uses(b.slot) - store.uses(a.slot) ||
        (store.idAt(a.slot) < store.idAt(b.slot) ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ slot }) => ({ id: store.idAt(slot), shared: wanted.size }));
}
