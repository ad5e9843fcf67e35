import type { Micros, Sha256 } from '../core/ids.ts';
import type { Generation, GenerationRow, PlannedRelease, SetDeed, SetRow, Wish } from '../ports/sets.ts';
import type { JobRow, Tables, Write } from '../ports/tables.ts';
import { chunkOwner, chunkRemovals } from './chunks.ts';
import type { Device } from './device.ts';
import { isFinished, isSwitch } from './jobs.ts';

/** Held by whoever changes a set, from looking at it to the write. */
export const INSTALLED_LOCK = 'installed';

/** States of a set before this one whose binaries and proofs are kept: to go back to these takes no network. */
const KEPT_WHOLE = 20;
/** Microseconds for which they are, from when another state took their place. */
const KEPT_FOR = 30 * 24 * 3_600_000_000;

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
    ...[...blobs].flatMap((sha256): Write[] => [
      { table: 'blobs', remove: sha256 },
      { table: 'checks', remove: sha256 },
    ]),
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

/** Which former states keep their binaries; of the others only what they were is kept. */
function areKeptWhole(
  rows: readonly GenerationRow[],
  sets: readonly SetRow[],
  now: Micros,
): (row: GenerationRow) => boolean {
  const current = new Map(sets.map(({ name, generation }) => [name, generation.number]));
  const began = new Map([
    ...rows.map(({ key, generation }) => [key, generation.at] as const),
    ...sets.map(({ name, generation }) => [generationKey(name, generation.number), generation.at] as const),
  ]);
  return ({ set, generation: { number } }) => {
    const ended = began.get(generationKey(set, number + 1)) ?? now;
    return number >= (current.get(set) ?? 0) - KEPT_WHOLE && ended > now - KEPT_FOR;
  };
}

/** Binaries and proofs that only states name which are not kept whole any more. */
async function faded(
  tables: Tables,
  rows: readonly GenerationRow[],
  sets: readonly SetRow[],
  now: Micros,
): Promise<Write[]> {
  const isKept = areKeptWhole(rows, sets, now);
  const generations = (some: readonly (GenerationRow | SetRow)[]): readonly Held[] =>
    some.map(({ generation }) => generation);
  const whole = generations([...rows.filter(isKept), ...sets]);
  return unnamed(tables, generations(rows.filter((row) => !isKept(row))), whole);
}

/**
 * Takes the binaries and proofs of former states that are many changes, or many days, ago.
 *
 * @returns how many binaries are gone. @throws GenError Storage.
 */
export function fadeStates({
  tables,
  locks,
  clock,
  announce,
}: Pick<Device, 'tables' | 'locks' | 'clock' | 'announce'>): Promise<number> {
  return locks.exclusive(INSTALLED_LOCK, async () => {
    const [rows, sets] = await Promise.all([tables.all('generations'), tables.all('sets')]);
    const tablesOf = ['blobs', 'checks', 'proofs'] as const;
    const here = new Set<string>();
    for (const table of tablesOf) for (const key of await tables.keys(table)) here.add(`${table} ${key}`);
    const writes = (await faded(tables, rows, sets, clock())).filter(
      (write) => 'remove' in write && here.has(`${write.table} ${write.remove}`),
    );
    if (writes.length === 0) return 0;
    await tables.write(writes);
    announce(['installed']);
    return writes.filter(({ table }) => table === 'blobs').length;
  });
}

/**
 * What is updated by itself from here on: of what stays that is the present choice, and what comes back by going to a former state
 * is as it was then.
 */
async function autoOf(tables: Tables, before: SetRow, { deed, wishes }: NextState): Promise<SetRow['auto']> {
  const former =
    deed.kind === 'back' ? await tables.get('generations', generationKey(before.name, deed.to)) : undefined;
  const stayed = new Set(before.generation.wishes.map(({ id }) => id));
  const chosen = [...(before.auto ?? []), ...(former?.auto ?? []).filter((id) => !stayed.has(id))];
  const auto = chosen.filter((id) => wishes.some((wish) => wish.id === id));
  return [...new Set(auto)].sort();
}

/** The states of all sets whose binaries are kept: as they are now, and those that one can go back to without a network. */
export async function wholeGenerations(tables: Tables, now: Micros): Promise<readonly Generation[]> {
  const [rows, sets] = await Promise.all([tables.all('generations'), tables.all('sets')]);
  return [...rows.filter(areKeptWhole(rows, sets, now)), ...sets].map(({ generation }) => generation);
}

/** For one transaction: the set as it is to be, and the state before among those that one can go back to. */
export async function switchWrites(
  tables: Tables,
  before: SetRow,
  to: NextState,
  now: Micros,
): Promise<Write[]> {
  const { deed, wishes, releases } = to;
  const installed = new Map(before.generation.releases.map((release) => [release.record, release]));
  const next: SetRow = {
    ...before,
    auto: await autoOf(tables, before, to),
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
  const sets = [...(await tables.all('sets')).filter((row) => row.name !== next.name), next];
  const { name, generation, auto } = before;
  const former: GenerationRow = { key: generationKey(name, generation.number), set: name, generation, auto };
  return [
    { table: 'sets', put: next },
    // Nobody goes back to before anything was installed: that is what uninstalling is for.
    ...(generation.number === 0 ? [] : [{ table: 'generations', put: former } as const]),
    ...(await faded(tables, [...(await tables.all('generations')), former], sets, now)),
  ];
}
