import { isDeepStrictEqual } from 'node:util';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import type { Member } from '../../src/core/record/member.ts';
import { memberPool, type MemberPool } from '../../tests/support/member-pool.ts';
import { partitionedReplicas } from '../../tests/support/partitioned-replicas.ts';
import { poolViews } from '../../tests/support/pool-views.ts';
import { randomOf, type Random } from '../../tests/support/random.ts';
import type { Finding } from './finding.ts';

const REPLICAS = 3;
const POOLS = 20;
const POOL_SIZE = 60;
const WRITES = 24;

interface Round {
  readonly equal: boolean;
  readonly lost: number;
  readonly members: number;
  readonly shown: boolean;
}

function idsOf(members: readonly Member[]): string[] {
  return members.map(({ id }) => id).sort();
}

/** Members of the pool written here and there while links come and go; then all links, and everything compared. */
async function round(pool: MemberPool, random: Random): Promise<Round> {
  const items = pool.items.filter(({ admissible }) => admissible);
  const paths = [...new Set(items.map(({ document }) => document))];
  const network = await partitionedReplicas(REPLICAS, pool.world.namespace, paths);
  const grant = items.slice(0, 1);
  for (const { document, members } of [...grant, ...random.some(items, 0.6).slice(0, WRITES)]) {
    // Twice at times, as two devices may bring the same record.
    for (let copies = random.chance(0.2) ? 2 : 1; copies > 0; copies -= 1)
      await network.writes(random.below(REPLICAS), document, members);
    for (let step = random.below(12); step > 0; step -= 1) await network.stir(random);
  }
  await network.settle();
  const sets = await Promise.all(Array.from({ length: REPLICAS }, (_, peer) => network.members(peer)));
  await network.close();
  const holders = pool.holders.map(({ capability }) => capability);
  const [first = [], ...others] = sets;
  const view = poolViews(pool, [...first, ...holders]);
  const equal = others.every(
    (other) =>
      isDeepStrictEqual(idsOf(other), idsOf(first)) &&
      isDeepStrictEqual(poolViews(pool, [...other, ...holders]), view),
  );
  return { equal, lost: network.lost, members: first.length, shown: (view.module?.releases.length ?? 0) > 0 };
}

/** @returns what three replicas agree on after `rounds` of random writes and partitions. */
export async function replicasConverge(rounds: number, seed = 1): Promise<Finding> {
  await automergeReady();
  const pools: MemberPool[] = [];
  for (let index = 0; index < Math.min(POOLS, Math.ceil(rounds / 10)); index += 1)
    pools.push(await memberPool(seed * 1000 + index, POOL_SIZE));
  let [broken, lost, members, shown] = [0, 0, 0, 0];
  for (let index = 0; index < rounds; index += 1) {
    const roundSeed = seed * 1_000_000 + index;
    const result = await round(pools[index % pools.length] as MemberPool, randomOf(roundSeed));
    if (!result.equal) {
      broken += 1;
      console.error(`replicas differ after round ${roundSeed}`);
    }
    lost += result.lost;
    members += result.members;
    shown += result.shown ? 1 : 0;
  }
  return {
    what: 'three replicas that exchange at random through partitions end with equal sets and equal views',
    runs: rounds,
    broken,
    measured: `${members} members, ${lost} messages lost in partitions, ${shown} rounds with releases that stand`,
  };
}

export async function convergence(): Promise<Finding[]> {
  return [await replicasConverge(1000)];
}
