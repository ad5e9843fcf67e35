import { body, code, dataCount, func, functions, section, start, types, wasm } from '../binary.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

const START = 8;
const DATA_COUNT = 12;

/** Ids in the order that the specification asks for (5.5.17 in release 3.0). */
const IN_ORDER = [1, 2, 3, 4, 5, 13, 6, 7, START, 9, DATA_COUNT, 10, 11];

const NAMES: Readonly<Record<number, string>> = {
  1: 'types',
  2: 'imports',
  3: 'functions',
  4: 'tables',
  5: 'memories',
  13: 'tags',
  6: 'globals',
  7: 'exports',
  8: 'the start',
  9: 'elements',
  12: 'the data count',
  10: 'code',
  11: 'data',
};

const FUNCTION = [...types(func([], [])), ...functions(0)];

/** Two sections that hold nothing, or the least they can, in this order. */
function pair(first: number, second: number): Uint8Array<ArrayBuffer> {
  const [one = [], two = []] = [first, second].map((id) => {
    if (id === START) return start(0);
    return id === DATA_COUNT ? dataCount(0) : section(id, [0]);
  });
  const startsWithout = first !== START && second !== START;
  return startsWithout
    ? wasm(one, two)
    : wasm(FUNCTION, one, two, [first, second].includes(10) ? [] : code(body()));
}

/** Every pair in the wrong order, and every section twice. */
export const SECTION_ORDER: readonly MalformedCase[] = IN_ORDER.flatMap((first, place) =>
  IN_ORDER.slice(0, place + 1).map((second) =>
    fault(
      first === second ? `${NAMES[first]} twice` : `${NAMES[second]} after ${NAMES[first]}`,
      'section-order',
      pair(first, second),
    ),
  ),
);
