import { testsOf } from './conditions.ts';
import type { DocumentStore } from './document-store.ts';
import { createFilter } from './filter.ts';
import type { Found, IndexQuery } from './module-index.ts';
import { orderOf } from './order.ts';
import { parseQuery } from './parse-query.ts';
import { createRanker } from './rank.ts';
import { firstOf } from './top.ts';

/** Answers questions over a store: words rank, conditions and filters leave out, facets count, the order's first are shown. */
export function createAnswerer(store: DocumentStore): (query: IndexQuery) => Found {
  const rank = createRanker(store);
  const filter = createFilter(store);

  function slotsOf(ids: ReadonlySet<string> | undefined): Uint8Array | undefined {
    if (ids === undefined) return undefined;
    const marks = new Uint8Array(store.end);
    for (const id of ids) {
      const slot = store.slot(id);
      if (slot !== undefined) marks[slot] = 1;
    }
    return marks;
  }

  function everything(): { slots: Uint32Array; count: number; scores: undefined } {
    const slots = new Uint32Array(store.size);
    let count = 0;
    for (let slot = 0; slot < store.end; slot += 1) {
      if (store.idAt(slot) === '') continue;
      slots[count] = slot;
      count += 1;
    }
    return { slots, count, scores: undefined };
  }

  return (query) => {
    const parsed = parseQuery(query.text);
    const { slots, count, scores } = parsed.words.length > 0 ? rank(parsed) : everything();
    const tests = testsOf(store, parsed.conditions);
    const only = slotsOf(query.only);
    const without = slotsOf(query.without);
    const fitting = new Uint32Array(count);
    let total = 0;
    let left = 0;
    filter.start(query);
    for (let place = 0; place < count; place += 1) {
      const slot = slots[place] as number;
      if (only !== undefined && only[slot] === 0) continue;
      if (tests.length > 0 && !tests.every((test) => test(slot))) continue;
      if (without?.[slot] === 1) {
        if (filter.fits(slot)) left += 1;
      } else if (filter.take(slot)) {
        fitting[total] = slot;
        total += 1;
      }
    }
    const first = firstOf(fitting, total, query.offset + query.limit, orderOf(store, query.sort, scores));
    return {
      total,
      matches: first
        .slice(query.offset)
        .map((slot) => ({ id: store.idAt(slot), score: scores?.[slot] ?? 0 })),
      ...filter.facets(),
      left,
      problems: parsed.problems,
    };
  };
}
