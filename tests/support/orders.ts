import { isDeepStrictEqual } from 'node:util';

/** All orders of a few values. */
export function permutations<T>(values: readonly T[]): T[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((value, index) =>
    permutations(values.filter((_, other) => other !== index)).map((rest) => [value, ...rest]),
  );
}

/** What a fold says of a set in each order of its members: the one thing that it says in all of them. */
export function inEveryOrder<T, View>(values: readonly T[], fold: (ordered: readonly T[]) => View): View {
  const view = fold(values);
  for (const ordered of permutations(values)) {
    if (!isDeepStrictEqual(fold(ordered), view)) throw new Error('the order of a set changes its view');
  }
  return view;
}
