import type { Histogram, ModuleAggregate } from '../core/view/aggregate.ts';

/** What a relay counted of many modules, in one array: twelve numbers each. */
export interface AggregateColumns {
  /** Of a module that is not here yet. */
  add(aggregate: ModuleAggregate): void;
  /** Zeros for a module that was not added. */
  of(id: string): ModuleAggregate;
}

const WIDTH = 12;

/** @param room how many there will be. */
export function createAggregateColumns(room: number): AggregateColumns {
  const places = new Map<string, number>();
  const numbers = new Float64Array(room * WIDTH);
  const histogram = (start: number): Histogram => {
    const [one = 0, two = 0, three = 0, four = 0, five = 0] = numbers.subarray(start, start + 5);
    return [one, two, three, four, five];
  };
  return {
    add({ id, downloads, installs, ratings, trusted }) {
      const place = places.size;
      places.set(id, place);
      numbers.set([downloads, installs, ...ratings, ...trusted], place * WIDTH);
    },
    of(id) {
      // Behind the last one there is nothing but what counts as 0.
      const start = (places.get(id) ?? places.size) * WIDTH;
      const [downloads = 0, installs = 0] = numbers.subarray(start, start + 2);
      const known = { id: id as ModuleAggregate['id'], downloads, installs };
      return { ...known, ratings: histogram(start + 2), trusted: histogram(start + 7) };
    },
  };
}
