import { isDeepStrictEqual } from 'node:util';
import { ancestryOf, mayRevoke } from '../../src/core/access/authority.ts';
import { parseMicros } from '../../src/core/ids.ts';
import { capabilityMember, type Member } from '../../src/core/record/member.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { ownershipOf } from '../../src/core/view/ownership.ts';
import { recordSet, upTo } from '../../src/core/view/record-set.ts';
import { standingOf } from '../../src/core/view/standing.ts';
import { successionOf } from '../../src/core/view/succession.ts';
import {
  cancels,
  grants,
  handsOver,
  ownerOf,
  receipts,
  releases,
  revokes,
  withdraws,
  type Holder,
} from '../../tests/support/holder.ts';
import { memberPool, type MemberPool, type PoolItem } from '../../tests/support/member-pool.ts';
import { naiveFault } from '../../tests/support/naive-standing.ts';
import { START } from '../../tests/support/namespace.ts';
import { poolViews } from '../../tests/support/pool-views.ts';
import { randomOf, type Random } from '../../tests/support/random.ts';
import { codec, codecDocument, HOUR, standingWorld } from '../../tests/support/standing-world.ts';
import type { Finding } from './finding.ts';

const POOLS = 20;
const POOL_SIZE = 100;
const YEAR = 365.25 * 24 * HOUR;

function everybodys(pool: MemberPool): Member[] {
  return pool.holders.map(({ capability }) => capability);
}

function membersOf(items: readonly PoolItem[]): Member[] {
  return items.flatMap(({ members }) => members);
}

/** The same set as three carriers bring it: as drawn, in another order, and in parts that overlap. */
async function orders(pools: readonly MemberPool[], rounds: number): Promise<Finding> {
  let [broken, shown, fallen] = [0, 0, 0];
  for (let index = 0; index < rounds; index += 1) {
    const random = randomOf(index);
    const pool = pools[index % pools.length] as MemberPool;
    const items = [
      pool.items[0] as PoolItem,
      ...random.some(pool.items.slice(1), 0.1 + 0.8 * (index / rounds)),
    ];
    const view = poolViews(pool, [...everybodys(pool), ...membersOf(items)]);
    const shuffled = poolViews(pool, [...random.shuffled([...membersOf(items), ...everybodys(pool)])]);
    const parts = [...random.some(items, 0.5), ...random.shuffled(items)];
    const merged = poolViews(pool, [...membersOf(parts), ...everybodys(pool)]);
    if (!isDeepStrictEqual(view, shuffled) || !isDeepStrictEqual(view, merged)) broken += 1;
    shown += view.module?.releases.length ?? 0;
    fallen += view.module?.fallen.length ?? 0;
  }
  return {
    what: 'a set whose authors are up to ten years off is seen the same in any order and grouping',
    runs: rounds,
    broken,
    measured: `${shown} releases that stand, ${fallen} that fell`,
  };
}

/** Against a reading of the rules that tries again until nothing changes. */
async function faults(pools: readonly MemberPool[], rounds: number): Promise<Finding> {
  let [broken, records, faulty] = [0, 0, 0];
  for (let index = 0; index < rounds; index += 1) {
    const random = randomOf(index + rounds);
    const pool = pools[index % pools.length] as MemberPool;
    const now = parseMicros(START + random.below(12 * HOUR));
    const items = random.some(pool.items, 0.6);
    const set = upTo(recordSet([...everybodys(pool), ...membersOf(items)]), now);
    const standing = standingOf(set, now);
    const naive = naiveFault(set, now);
    const wrong = set.records.filter((record) => standing.fault(record)?.kind !== naive(record));
    records += set.records.length;
    faulty += set.records.filter((record) => standing.fault(record) !== undefined).length;
    if (wrong.length > 0) broken += 1;
  }
  return {
    what: 'whether a record stands is what a naive reading of the rules says',
    runs: rounds,
    broken,
    measured: `${records} records, ${faulty} without standing`,
  };
}

/** A succession is found by the standing without it, which is sound only if the standing with it finds the same. */
function successions(pools: readonly MemberPool[], rounds: number): Finding {
  let [broken, handed] = [0, 0];
  for (let index = 0; index < rounds; index += 1) {
    const pool = pools[index % pools.length] as MemberPool;
    const { id, now, world } = pool;
    const items = randomOf(index + 2 * rounds).some(pool.items, 0.7);
    const set = upTo(recordSet([...everybodys(pool), ...membersOf(items)]), now);
    const { name, standing } = ownershipOf(set, id, world.namespace, now);
    handed += name?.handovers.length ?? 0;
    const again = successionOf(set, id, world.namespace, standing);
    // Another transfer of a former owner has fallen with it; a grant by that one is an alarm all the same.
    const isSame = isDeepStrictEqual(again && { ...again, contested: name?.contested }, name);
    if (!isSame) broken += 1;
  }
  return {
    what: 'whose a name is does not depend on what its own hand-overs end',
    runs: rounds,
    broken,
    measured: `${handed} hand-overs`,
  };
}

interface Theft {
  readonly by: Holder;
  readonly end: GenRecord;
  readonly honest: GenRecord;
  readonly receipt: GenRecord;
  /** Of whom let in before. */
  readonly publisher: Holder['capability'];
}

/** What a thief makes with a withdrawn key: any time it likes, receipted late, rival or new. */
async function backdated(random: Random, { by, receipt }: Theft, notary: Holder): Promise<GenRecord[]> {
  const at = START + (random.chance(0.5) ? -1 : 1) * random.below(10 * YEAR);
  const forged = await releases(by, codec, random.pick(['1.0.0', '1.0.0+x', '0.9.0', '9.0.0']), {
    at: Math.min(at, START + 9 * HOUR),
    content: `forged ${random.below(9)}`,
  });
  if (random.chance(0.3)) return [forged];
  const time = random.chance(0.5) ? START + random.below(9 * HOUR) : START - random.below(YEAR);
  return [forged, await receipts(notary, codecDocument, [forged], { previous: receipt, at: time })];
}

async function thefts(rounds: number): Promise<Finding> {
  const world = await standingWorld();
  const { alice, bob, admin, notary, rootHolder } = world;
  let [broken, made] = [0, 0];
  for (let index = 0; index < rounds; index += 1) {
    const random = randomOf(index);
    const honest = await releases(bob, codec, '1.0.0', { content: 'honest', at: START + HOUR });
    const receipt = await receipts(notary, codecDocument, [honest], { at: START + HOUR + 1 });
    const ends = [
      () => withdraws(alice, codec, bob, { heads: [receipt], at: START + 2 * HOUR }),
      () => revokes(admin, bob, { heads: [receipt], at: START + 2 * HOUR }),
      () => revokes(rootHolder, bob, { heads: [receipt], at: START + 2 * HOUR }),
    ];
    const theft = {
      by: bob,
      end: await random.pick(ends)(),
      honest,
      receipt,
      publisher: bob.capability,
    };
    const forgeries: GenRecord[] = [];
    for (let count = 1 + random.below(3); count > 0; count -= 1)
      forgeries.push(...(await backdated(random, theft, notary)));
    made += forgeries.filter(({ path }) => path[0] === 'modules').length;
    const view = world.view(random.shuffled([honest, receipt, theft.end, ...forgeries]));
    const shown = view?.releases.map(({ record, contradiction, rivals }) => ({
      record,
      contradiction,
      rivals,
    }));
    const expected = [{ record: honest.id, contradiction: false, rivals: [] }];
    if (!isDeepStrictEqual(shown, expected)) broken += 1;
  }
  return {
    what: 'what a withdrawn key dates back is never shown, nor makes a contradiction',
    runs: rounds,
    broken,
    measured: `${made} forged releases`,
  };
}

/** What somebody makes with the key of an owner who has handed the name over, told any time. */
async function afterwards(random: Random, theft: Theft, to: Holder, notary: Holder): Promise<GenRecord[]> {
  const { by, honest } = theft;
  const at = START + (random.chance(0.7) ? random.below(9 * HOUR) : -random.below(10 * YEAR));
  const heads = random.some([theft.receipt], 0.5);
  return random.pick([
    () => backdated(random, theft, notary),
    async () => [await handsOver(by, codec, to, { at, heads })],
    async () => [await cancels(by, codec, at)],
    async () => [await withdraws(by, codec, { signer: to.signer, capability: theft.publisher }, { at })],
    async () => [await releases(by, codec, '1.0.0', { at, content: honest.id })],
  ])();
}

async function handovers(rounds: number): Promise<Finding> {
  const world = await standingWorld();
  const { alice, bob, naming, notary } = world;
  const [paul, mallory] = [await ownerOf(naming, 'paul', codec), await ownerOf(naming, 'mallory', codec)];
  let [broken, made] = [0, 0];
  for (let index = 0; index < rounds; index += 1) {
    const random = randomOf(index);
    const honest = await releases(bob, codec, '1.0.0', { content: 'honest', at: START + HOUR });
    const receipt = await receipts(notary, codecDocument, [honest], { at: START + HOUR + 1 });
    const transfer = await handsOver(alice, codec, paul, { heads: [receipt], at: START + 2 * HOUR });
    const taken = await grants(naming, codec, paul, START + 3 * HOUR, { transfer });
    const theft = { by: alice, end: transfer, honest, receipt, publisher: bob.capability };
    const forgeries: GenRecord[] = [];
    for (let count = 1 + random.below(3); count > 0; count -= 1)
      forgeries.push(...(await afterwards(random, theft, random.pick([mallory, paul, bob]), notary)));
    made += forgeries.length;
    const view = world.view(random.shuffled([honest, receipt, transfer, taken, ...forgeries]), [
      paul,
      mallory,
    ]);
    const shown = view?.releases.map(({ record, contradiction, rivals }) => ({
      record,
      contradiction,
      rivals,
    }));
    const isRight =
      view?.owner === paul.signer.did &&
      !view.contested &&
      view.offer === undefined &&
      isDeepStrictEqual(shown, [{ record: honest.id, contradiction: false, rivals: [] }]);
    if (!isRight) broken += 1;
  }
  return {
    what: 'the key of an owner who handed the name over changes nothing, whatever it signs and dates',
    runs: rounds,
    broken,
    measured: `${made} forged records`,
  };
}

/** No two of a registry's keys may end each other, and nobody may end itself: else no order would decide. */
function noCircle(pools: readonly MemberPool[]): Finding {
  let [runs, broken] = [0, 0];
  const [{ holders } = { holders: [] }] = pools;
  const links = holders.flatMap(({ capability }) => ancestryOf(capability.capability));
  for (const one of links) {
    for (const other of links) {
      runs += 1;
      const same = capabilityMember(one).id === capabilityMember(other).id;
      if (mayRevoke(one, other) && (same || mayRevoke(other, one))) broken += 1;
    }
  }
  return { what: 'of two capabilities at most one may revoke the other', runs, broken };
}

export async function standingHolds(rounds: number): Promise<Finding[]> {
  const pools: MemberPool[] = [];
  for (let seed = 0; seed < Math.min(POOLS, Math.ceil(rounds / 25)); seed += 1)
    pools.push(await memberPool(seed, POOL_SIZE));
  return [
    await orders(pools, rounds),
    await faults(pools, Math.ceil(rounds / 5)),
    successions(pools, Math.ceil(rounds / 5)),
    await thefts(Math.ceil(rounds / 5)),
    await handovers(Math.ceil(rounds / 5)),
    noCircle(pools),
  ];
}

export function standing(): Promise<Finding[]> {
  return standingHolds(10_000);
}
