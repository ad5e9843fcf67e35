import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Member } from '../../src/core/record/member.ts';
import { recordSet, upTo } from '../../src/core/view/record-set.ts';
import { standingOf } from '../../src/core/view/standing.ts';
import { memberPool, type MemberPool, type PoolItem } from '../support/member-pool.ts';
import { naiveFault } from '../support/naive-standing.ts';
import { poolViews } from '../support/pool-views.ts';

const SEEDS = [1, 2, 3, 4];
let pools: readonly MemberPool[];

beforeAll(async () => {
  pools = await Promise.all(SEEDS.map((seed) => memberPool(seed, 80)));
});

function everybodys(pool: MemberPool): Member[] {
  return pool.holders.map(({ capability }) => capability);
}

function membersOf(items: readonly PoolItem[]): Member[] {
  return items.flatMap(({ members }) => members);
}

/** Some of a pool's records in some order, cut into groups that may overlap. */
const picked = fc.nat(SEEDS.length - 1).chain((index) =>
  fc.record({
    index: fc.constant(index),
    indices: fc.shuffledSubarray(Array.from({ length: 79 }, (_, item) => item + 1)),
    again: fc.array(fc.nat(78), { maxLength: 20 }),
    cuts: fc.array(fc.nat(79), { maxLength: 4 }),
  }),
);

test('every fold says the same of a set in any order, with any repetition and in any grouping', () => {
  let confirmed = 0;
  fc.assert(
    fc.property(picked, ({ index, indices, again, cuts }) => {
      const pool = pools[index] as MemberPool;
      const at = (numbers: readonly number[]) => numbers.map((number) => pool.items[number] as PoolItem);
      const grant = at([0]);
      const inOrder = [...indices].sort((a, b) => a - b);
      const expected = poolViews(pool, [...everybodys(pool), ...membersOf([...grant, ...at(inOrder)])]);
      confirmed += expected.module?.releases.some(({ receipts }) => receipts.length > 1) === true ? 1 : 0;

      const repeated = [...indices, ...again.filter((number) => indices.includes(number))];
      const shuffled = membersOf([...at(repeated), ...grant]);
      expect(poolViews(pool, [...shuffled, ...everybodys(pool)])).toEqual(expected);

      const bounds = [0, ...[...cuts].sort((a, b) => a - b), repeated.length];
      const groups = bounds.slice(1).map((end, group) => {
        const part = membersOf(at(repeated.slice(bounds[group], Math.max(end, bounds[group] ?? 0) + 2)));
        return recordSet([...everybodys(pool), ...part, ...membersOf(grant)]);
      });
      const merged = groups.reverse().flatMap(({ records }) => records);
      expect(poolViews(pool, [...merged, ...everybodys(pool)])).toEqual(expected);
    }),
    { numRuns: 300 },
  );
  expect(confirmed).toBeGreaterThan(3);
});

test('a record has the fault that the rules give it when they are tried until nothing changes', () => {
  const faults: Record<string, number> = { revoked: 0, expired: 0, none: 0 };
  fc.assert(
    fc.property(picked, ({ index, indices }) => {
      const pool = pools[index] as MemberPool;
      const items = [0, ...indices].map((number) => pool.items[number] as PoolItem);
      const set = upTo(recordSet([...everybodys(pool), ...membersOf(items)]), pool.now);
      const standing = standingOf(set, pool.now);
      const naive = naiveFault(set, pool.now);
      for (const record of set.records) {
        const fault = standing.fault(record)?.kind;
        faults[fault ?? 'none'] = (faults[fault ?? 'none'] ?? 0) + 1;
        expect(fault).toBe(naive(record));
      }
    }),
    { numRuns: 100 },
  );
  expect(Math.min(...Object.values(faults))).toBeGreaterThan(20);
});
