import type { Micros, Sha256 } from '../core/ids.ts';
import type { Generation, GenerationRow, PlannedRelease, SetDeed, SetRow, Wish } from '../ports/sets.ts';
import type { JobRow, Tables, Write } from '../ports/tables.ts';
import { chunkOwner, chunkRemovals } from './chunks.ts';
import { isFinished, isSwitch } from './jobs.ts';

/** Held by whoever changes a set, from looking at it to the write. */
export const INSTALLED_LOCK = 'installed';

/** States of a set before this one whose binaries and proofs are kept: to go back to these takes no network. */
const KEPT_WHOLE = 20;

/** The state of a set, as one text: a plan is made for that. */
export function setMark({ name, generation }: SetRow): string {
  return `${name} ${generation.number}`;
}

export interface NextState {
  readonly deed: SetDeed;
  readonly wishes: readonly Wish[];
  readonly releases: readonly PlannedRelease[];
}

/** Whether a change would leave the set just as it is: then there is nothing to go back from. */
export function isAsItWas({ generation }: SetRow, { wishes, releases }: Omit<NextState, 'deed'>): boolean {
  const records = (some: readonly PlannedRelease[]): string =>
    some
      .map(({ record }) => record)
      .sort()
      .join(' ');
  const words = (some: readonly Wish[]): string =>
    some
      .map(({ id, range }) => `${id} ${range}`)
      .sort()
      .join(', ');
  return records(generation.releases) === records(releases) && words(generation.wishes) === words(wishes);
}

const generationKey = (set: string, number: number): string => `${set} ${number}`;

interface Held {
  readonly releases: readonly PlannedRelease[];
}

/** Binaries and proofs that nothing names any more once these states are gone. */
export async function unnamed(
  tables: Tables,
  gone: readonly Held[],
  left: readonly Held[],
  isOver: (job: JobRow) => boolean = isFinished,
): Promise<Write[]> {
  const jobs = await tables.all('jobs');
  const releases = left.flatMap((generation) => generation.releases);
  const binaries = new Set<Sha256>(releases.map(({ sha256 }) => sha256));
  const records = new Set(releases.map(({ record }) => record));
  for (const job of jobs) {
    if (job.kind === 'publish' && job.state !== 'receipted') binaries.add(job.sha256);
    if (isSwitch(job) && !isOver(job)) for (const { sha256 } of job.plan ?? []) binaries.add(sha256);
  }
  const lost = gone.flatMap((generation) => generation.releases);
  const blobs = new Set(lost.map(({ sha256 }) => sha256).filter((sha256) => !binaries.has(sha256)));
  const proofs = new Set(lost.map(({ record }) => record).filter((record) => !records.has(record)));
  const chunks = (await tables.keys('chunks')).filter((key) => blobs.has(chunkOwner(key)));
  return [
    ...chunkRemovals(chunks),
    ...[...blobs].map((sha256): Write => ({ table: 'blobs', remove: sha256 })),
    ...[...proofs].map((record): Write => ({ table: 'proofs', remove: record })),
  ];
}

/** Binaries that were fetched for these jobs alone, once they are over and nobody goes on with them. */
export async function fetchedFor(tables: Tables, jobs: readonly JobRow[]): Promise<Write[]> {
  const [sets, generations] = await Promise.all([tables.all('sets'), tables.all('generations')]);
  const ids = new Set(jobs.map(({ id }) => id));
  const plans = jobs.filter(isSwitch).map(({ plan = [] }): Held => ({ releases: plan }));
  const left = [...sets, ...generations].map(({ generation }) => generation);
  return unnamed(tables, plans, left, (job) => isFinished(job) || ids.has(job.id));
}

const isKeptWhole = ({ set, generation }: GenerationRow, sets: ReadonlyMap<string, SetRow>): boolean =>
  generation.number >= (sets.get(set)?.generation.number ?? 0) - KEPT_WHOLE;

/** The states of all sets whose binaries are kept: as they are now, and those that one can go back to without a network. */
export async function wholeGenerations(tables: Tables): Promise<readonly Generation[]> {
  const sets = await tables.all('sets');
  const byName = new Map(sets.map((row) => [row.name, row]));
  const former = (await tables.all('generations')).filter((row) => isKeptWhole(row, byName));
  return [...sets, ...former].map(({ generation }) => generation);
}

/** For one transaction: the set as it is to be, and the state before among those that one can go back to. */
export async function switchWrites(
  tables: Tables,
  before: SetRow,
  { deed, wishes, releases }: NextState,
  now: Micros,
): Promise<Write[]> {
  const installed = new Map(before.generation.releases.map((release) => [release.record, release]));
  const next: SetRow = {
    ...before,
    auto: before.auto?.filter((id) => wishes.some((wish) => wish.id === id)),
    generation: {
      number: before.generation.number + 1,
      at: now,
      deed,
      wishes,
      releases: releases.map((release) => ({
        ...release,
        installedAt: installed.get(release.record)?.installedAt ?? now,
      })),
    },
  };
  const sets = new Map((await tables.all('sets')).map((row) => [row.name, row]));
  sets.set(next.name, next);
  const { name, generation } = before;
  const former: GenerationRow = { key: generationKey(name, generation.number), set: name, generation };
  const all = [...(await tables.all('generations')), former];
  const whole = all.filter((row) => isKeptWhole(row, sets)).map((row) => row.generation);
  const faded = all.filter((row) => !isKeptWhole(row, sets)).map((row) => row.generation);
  return [
    { table: 'sets', put: next },
    // Nobody goes back to before anything was installed: that is what uninstalling is for.
    ...(generation.number === 0 ? [] : [{ table: 'generations', put: former } as const]),
    ...(await unnamed(tables, faded, [...whole, ...[...sets.values()].map((row) => row.generation)])),
  ];
}
