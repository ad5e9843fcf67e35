import { createNumberLists, type ListSpan } from './number-lists.ts';
import { createScatteredMap } from './scattered-map.ts';

/**
 * What documents hold that is a facet (tags, imports, type, licence), each different set of it once: many modules share
 * theirs, so that filters judge and facets count sets, not documents.
 */
export interface FacetSets {
  /** One more than the largest number of a set. */
  readonly end: number;
  /** The number of the set with these codes, in this order. */
  take(codes: readonly number[]): number;
  /** Undoes one `take`. */
  release(set: number): void;
  read(set: number, span: ListSpan): ListSpan;
}

export function createFacetSets(): FacetSets {
  const numbers = createScatteredMap();
  const keys: string[] = [];
  const holders: number[] = [];
  const unused: number[] = [];
  const codesOf = createNumberLists();
  return {
    get end() {
      return keys.length;
    },
    take(codes) {
      const key = codes.join();
      const known = numbers.get(key);
      const set = known ?? unused.pop() ?? keys.length;
      holders[set] = (holders[set] ?? 0) + 1;
      if (known === undefined) {
        numbers.set(key, set);
        keys[set] = key;
        codesOf.set(set, codes);
      }
      return set;
    },
    release(set) {
      const left = (holders[set] ?? 0) - 1;
      holders[set] = left;
      if (left > 0) return;
      numbers.delete(keys[set] ?? '');
      keys[set] = '';
      codesOf.clear(set);
      unused.push(set);
    },
    read: (set, span) => codesOf.read(set, span),
  };
}
