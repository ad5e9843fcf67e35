import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomOf } from '../../../tests/support/random.ts';
import type { FigureRow, FigureTable } from '../figure-table.ts';
import { quantile } from '../statistics.ts';
import type { Reply } from './asked-process.ts';
import { localRegistry } from './local-registry.ts';
import { npmPeers, ourselves, resolvelib, type Peer } from './peers.ts';
import { placedOf, verdictOf, type Releases } from './placed.ts';

const SEED = 1;
/** Milliseconds after which a peer is stopped. */
const LONGEST = 10_000;
/** What was asked of everybody first, and is not counted. */
const WARM = 3;

/** Modules to ask for, by what became of them before. */
export interface Sampled {
  readonly large: readonly string[];
  readonly other: readonly string[];
  readonly clashing: readonly string[];
}

interface Asked {
  readonly id: string;
  readonly canBeHad: boolean;
}

const COUNTS = { large: 40, other: 10, clashing: 10 };
const COLUMNS = [
  'sound',
  'several',
  'unfit',
  'rightly none',
  'wrongly none',
  'unfinished',
  'p50 ms',
  'p95 ms',
  'worst ms',
];

function drawn({ large, other, clashing }: Sampled): readonly Asked[] {
  const random = randomOf(SEED);
  const some = (ids: readonly string[], count: number, canBeHad: boolean): Asked[] =>
    random
      .shuffled(ids)
      .slice(0, count)
      .map((id) => ({ id, canBeHad }));
  return [
    ...some(large, COUNTS.large, true),
    ...some(other, COUNTS.other, true),
    ...some(clashing, COUNTS.clashing, false),
  ];
}

/** A name of `COLUMNS`, of the first six. */
function outcome(releases: Releases, { id, canBeHad }: Asked, reply: Reply | undefined): string {
  if (reply === undefined) return 'unfinished';
  const placed = reply.chosen === undefined ? reply.placed : placedOf(reply.chosen);
  if (placed !== undefined) return verdictOf(releases, id, placed);
  return canBeHad ? 'wrongly none' : 'rightly none';
}

function rowOf(
  what: string,
  replies: readonly { readonly outcome: string; readonly ms: number }[],
): FigureRow {
  const counts = COLUMNS.slice(0, 6).map((name) => replies.filter((one) => one.outcome === name).length);
  const times = replies.map(({ ms }) => ms);
  return { what, figures: [...counts, ...[0.5, 0.95, 1].map((q) => quantile(times, q))] };
}

/** One question to everybody before the next one, so that whatever else the machine does meets all of them. */
async function rowsOf(
  releases: Releases,
  asked: readonly Asked[],
  peers: readonly Peer[],
): Promise<FigureRow[]> {
  for (const { id } of asked.slice(0, WARM)) for (const peer of peers) await peer.ask(id, LONGEST);
  const replies = peers.map((): { outcome: string; ms: number }[] => []);
  for (const one of asked) {
    for (const [place, peer] of peers.entries()) {
      const reply = await peer.ask(one.id, LONGEST);
      replies[place]?.push({ outcome: outcome(releases, one, reply), ms: reply?.ms ?? LONGEST });
    }
  }
  return peers.map(({ what }, place) => rowOf(what, replies[place] ?? []));
}

/** @param inMemory ours, in this process. */
export async function besidePeers(
  name: string,
  releases: Releases,
  sampled: Sampled,
  inMemory: (id: string) => Promise<Reply>,
): Promise<FigureTable> {
  const asked = drawn(sampled);
  const folder = await mkdtemp(join(tmpdir(), 'gen-bench-resolve-'));
  const registry = await localRegistry(releases);
  const npm = npmPeers(registry, folder);
  const python = await resolvelib(releases, folder);
  const peers: Peer[] = [
    { what: 'ours, all in memory', ask: inMemory, stop: async () => {} },
    ourselves(registry),
    ...npm,
    ...(python === undefined ? [] : [python]),
  ];
  try {
    const rows = await rowsOf(releases, asked, peers);
    return {
      key: `resolve-peers-${name}`,
      title: `resolution beside other solvers: ${asked.length} modules of ${name}, drawn by seed`,
      columns: COLUMNS,
      rows,
      notes: [
        `of them ${asked.filter(({ canBeHad }) => canBeHad).length} can be had, up to ${COUNTS.large} of these with 100 releases and more; every answer is looked through with node-semver`,
        'several: all needs fit, and some module is there in several versions; unfit: a need or a conflict does not fit',
        `unfinished after ${LONGEST / 1000} s, which counts as its time; what is declared as a conflict only ours is told`,
        ...(npm.length === 0 ? ['npm was left out: no npm runs this script'] : []),
        ...(python === undefined ? ['resolvelib was left out: it is not installed'] : []),
      ],
    };
  } finally {
    for (const peer of peers) await peer.stop();
    registry.close();
    await rm(folder, { recursive: true, force: true });
  }
}
