import * as fc from 'fast-check';
import type { Area } from '../../src/core/access/area.ts';
import { area, holder } from './keys.ts';

const LETTERS = '!-.0Az~abc';
const component = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 1, maxLength: 20 });
export const anyPath = fc.array(component, { maxLength: 6 });

const SUBSPACES = [holder(31).key, holder(32).key];

interface Nested {
  readonly outer: Area;
  readonly inner: Area;
}

const instant = fc.oneof(fc.nat(1000), fc.maxSafeNat());

/** Up to four different instants in order; the outer range takes the first and last, or stays open. */
const instants = fc
  .uniqueArray(instant, { minLength: 2, maxLength: 4 })
  .map((times) => times.toSorted((a, b) => a - b));

/** An area and one that it includes, the same bounds and subspaces included. */
export const nestedAreas: fc.Arbitrary<Nested> = fc
  .record({
    times: instants,
    outerOpen: fc.boolean(),
    innerOpen: fc.boolean(),
    outerSubspace: fc.option(fc.constantFrom(...SUBSPACES), { nil: undefined }),
    innerSubspace: fc.option(fc.constantFrom(...SUBSPACES), { nil: undefined }),
    prefix: fc.array(component, { maxLength: 3 }),
    rest: fc.array(component, { maxLength: 3 }),
  })
  .map(({ times, outerOpen, innerOpen, outerSubspace, innerSubspace, prefix, rest }) => {
    const inside = times.slice(-2);
    const outerEnd = outerOpen ? undefined : times.at(-1);
    const innerEnd = outerOpen && innerOpen ? undefined : inside[1];
    return {
      outer: area(outerSubspace, prefix, times[0], outerEnd),
      inner: area(outerSubspace ?? innerSubspace, [...prefix, ...rest], inside[0], innerEnd),
    };
  });
