import type { Micros, ModuleId } from '../core/ids.ts';
import type { UseRow } from '../ports/kept-rows.ts';
import {
  DEFAULT_SET,
  type GenerationRow,
  type InstalledRelease,
  type SetRow,
  type Wish,
} from '../ports/sets.ts';
import type { JobRow } from '../ports/tables.ts';
import { isFinished } from './jobs.ts';
import { withNeeds } from './uninstall.ts';

/** What a device knows of how its modules are used. */
export interface UseFacts {
  readonly uses: ReadonlyMap<ModuleId, UseRow>;
  readonly jobs: readonly JobRow[];
  /** States that sets had before. */
  readonly former: readonly GenerationRow[];
}

/** What goes of a set, and what it is then. */
export interface Leftover {
  /** Of what was asked for. */
  readonly ids: readonly ModuleId[];
  /** With what only these needed. */
  readonly gone: readonly InstalledRelease[];
  readonly wishes: readonly Wish[];
  readonly releases: readonly InstalledRelease[];
}

const NEVER = 0 as Micros;

/** Modules that something unfinished is about. */
function busyIn(set: string, jobs: readonly JobRow[]): (id: ModuleId) => boolean {
  const open = jobs.filter((job) => !isFinished(job));
  const isHere = (job: { readonly set?: string | undefined }): boolean => (job.set ?? DEFAULT_SET) === set;
  const changes = open.flatMap((job) => (job.kind === 'set' && isHere(job) ? [job.change] : []));
  const isWhole = changes.some((change) => change.kind !== 'update' || change.ids === undefined);
  const ids = new Set<ModuleId | undefined>([
    ...changes.flatMap((change) => (change.kind === 'update' ? (change.ids ?? []) : [])),
    ...open.map(({ module }) => module),
    ...open.flatMap((job) =>
      job.kind === 'install' ? [...(job.drop ?? []), ...(job.also ?? []).map(({ id }) => id)] : [],
    ),
  ]);
  return (id) => isWhole || ids.has(id);
}

/** Since when a module has been asked for without a break. */
function wantedSince(id: ModuleId, { name, generation }: SetRow, former: readonly GenerationRow[]): Micros {
  const states = former
    .filter((row) => row.set === name)
    .map((row) => row.generation)
    .sort((a, b) => b.number - a.number);
  const broken = states.findIndex(({ wishes }) => !wishes.some((wish) => wish.id === id));
  return (broken === -1 ? states : states.slice(0, broken)).at(-1)?.at ?? generation.at;
}

/** When somebody last had to do with an installed module. */
function lastTouched(release: InstalledRelease, set: SetRow, { uses, former }: UseFacts): Micros {
  const { id, installedAt } = release;
  const row = uses.get(id);
  // What updates by itself is not kept by that.
  const came = (set.auto ?? []).includes(id) ? wantedSince(id, set, former) : installedAt;
  return Math.max(came, row?.openedAt ?? NEVER, row?.usedAt ?? NEVER) as Micros;
}

/**
 * What of a set was asked for and nobody has had to do with since `before`: it goes, with what only it needs. Not what something
 * needs that stays, not what brought something along that is used by itself, and not what something is under way about.
 *
 * @returns `undefined` when nothing goes.
 */
export function leftoverOf(set: SetRow, facts: UseFacts, before: Micros): Leftover | undefined {
  const { wishes, releases } = set.generation;
  const isBusy = busyIn(set.name, facts.jobs);
  const wanted = new Set(wishes.map(({ id }) => id));
  const isUsed = ({ id }: InstalledRelease): boolean => {
    const row = facts.uses.get(id);
    return Math.max(row?.openedAt ?? NEVER, row?.usedAt ?? NEVER) > before;
  };
  const isUnused = ({ id }: Wish): boolean => {
    const own = releases.find((release) => release.id === id);
    if (own === undefined || isBusy(id) || lastTouched(own, set, facts) > before) return false;
    const along = withNeeds([id], releases).filter((one) => !wanted.has(one.id));
    return !along.some((one) => isBusy(one.id) || isUsed(one));
  };
  const unused = wishes.filter(isUnused);
  const kept = withNeeds(
    wishes.filter((wish) => !unused.includes(wish)).map(({ id }) => id),
    releases,
  );
  const stays = new Set(kept.map(({ id }) => id));
  const ids = unused.map(({ id }) => id).filter((id) => !stays.has(id));
  if (ids.length === 0) return undefined;
  return {
    ids,
    gone: releases.filter(({ id }) => !stays.has(id)),
    wishes: wishes.filter(({ id }) => !ids.includes(id)),
    releases: kept,
  };
}
