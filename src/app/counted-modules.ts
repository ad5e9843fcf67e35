import type { Popularity } from '../core/search/module-index.ts';
import type { ModuleAggregate } from '../core/view/aggregate.ts';
import { ratingScore } from '../core/view/rating-score.ts';
import { createAggregateColumns, type AggregateColumns } from './aggregate-columns.ts';
import { inSlices } from './in-slices.ts';

/** What the relay counted, for lists and for their order. */
export interface CountedModules {
  /** In slices; of two at once the later one counts. */
  set(aggregates: readonly ModuleAggregate[]): Promise<void>;
  /** `undefined` before anything was set; zeros for a module of which nothing was counted. */
  of(id: string): ModuleAggregate | undefined;
}

/** Some milliseconds' worth. */
const SLICE = 2000;

/** @param apply sorts by these from now on. */
export function createCountedModules(
  apply: (popularity: ReadonlyMap<string, Popularity>) => void,
): CountedModules {
  let columns: AggregateColumns | undefined;
  let newest = 0;
  return {
    async set(aggregates) {
      newest += 1;
      const mine = newest;
      const next = createAggregateColumns(aggregates.length);
      const popularity = new Map<string, Popularity>();
      await inSlices(aggregates, SLICE, (some) => {
        for (const one of some) {
          if (popularity.has(one.id)) continue;
          next.add(one);
          popularity.set(one.id, { uses: one.downloads + one.installs, score: ratingScore(one.trusted) });
        }
      });
      if (mine !== newest) return;
      columns = next;
      apply(popularity);
    },
    of: (id) => columns?.of(id),
  };
}
