import { expect, test } from 'vitest';
import { requireNoNewCycle } from '../../src/app/cycle-policy.ts';
import type { PlannedRelease } from '../../src/ports/sets.ts';

/** Modules by what each needs. */
const releases = (needs: Readonly<Record<string, readonly string[]>>): readonly PlannedRelease[] =>
  Object.entries(needs).map(
    ([id, of]) =>
      ({ id, dependencies: of.map((need) => ({ id: need, range: '*' })) }) as unknown as PlannedRelease,
  );

const TWO = releases({ a: ['b'], b: ['a'], c: ['d'], d: ['c'] });

test('modules that needed each other before may go on doing so', () => {
  expect(() => requireNoNewCycle(TWO, releases({ a: ['b'], b: ['a'], c: [], d: ['c'] }))).not.toThrow();
});

test('two circles that come to be one are a new one', () => {
  const one = releases({ a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c', 'a'] });
  expect(() => requireNoNewCycle(TWO, one)).toThrow(
    expect.objectContaining({ code: 'DependencyCycle', reason: 'cycle' }),
  );
});
