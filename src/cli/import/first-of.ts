/** The first of many, and how many there are: what a long catalogue is told about is not all kept. */
export interface FirstOf<T> {
  readonly kept: readonly T[];
  readonly count: number;
  add(one: T): void;
}

export function firstOf<T>(most: number): FirstOf<T> {
  const kept: T[] = [];
  let count = 0;
  return {
    kept,
    get count() {
      return count;
    },
    add(one) {
      count += 1;
      if (kept.length < most) kept.push(one);
    },
  };
}
