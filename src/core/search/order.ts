import type { DocumentStore } from './document-store.ts';
import type { SortOrder } from './module-index.ts';

type Before = (a: number, b: number) => boolean;

/** Total orders of documents, each by what comes first, then by what tells apart what is equal, at last by id. */
export function orderOf(store: DocumentStore, sort: SortOrder, scores: Float32Array | undefined): Before {
  const byId: Before = (a, b) => store.idAt(a) < store.idAt(b);
  const byName: Before = (a, b) => {
    const [first, second] = [store.nameAt(a), store.nameAt(b)];
    return first === second ? byId(a, b) : first < second;
  };
  const most =
    (of: (slot: number) => number, then: Before): Before =>
    (a, b) => {
      const difference = of(a) - of(b);
      return difference === 0 ? then(a, b) : difference > 0;
    };
  const byTime = most(store.updatedAt, byName);
  const byUses = most(store.uses, byTime);
  if (sort === 'name') return byName;
  if (sort === 'popular') return byUses;
  if (sort === 'rating') return most(store.score, byUses);
  if (sort === 'recent' || scores === undefined) return byTime;
  return most((slot) => scores[slot] as number, most(store.uses, byName));
}
