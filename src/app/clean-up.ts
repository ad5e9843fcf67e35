import type { Micros } from '../core/ids.ts';
import type { CleanedUp } from '../ports/housekeeping.ts';
import type { Tables } from '../ports/tables.ts';
import { cleanUpDays, countedSince } from './clean-up-setting.ts';
import type { Device } from './device.ts';
import { DRAIN_LOCK } from './drain.ts';
import { collectOrphans } from './orphans.ts';
import { activeSet, setNamed } from './installed-set.ts';
import { fadeStates, INSTALLED_LOCK, switchWrites } from './switch-set.ts';
import { leftoverOf, type Leftover } from './unused.ts';
import { usesById } from './uses.ts';

/** Microseconds. */
const DAY = 24 * 3_600_000_000;
const DISMISSED = 'clean-up-dismissed';

type Here = Pick<Device, 'tables' | 'locks' | 'clock' | 'announce'>;

export interface CleanedSet extends Pick<Leftover, 'ids' | 'gone'> {
  readonly set: string;
}

/** What nobody has had to do with for so many days, by set, with what is left of each. */
async function leftovers(tables: Tables, days: number, now: Micros) {
  const [sets, uses, jobs, former] = await Promise.all([
    tables.all('sets'),
    usesById(tables),
    tables.all('jobs'),
    tables.all('generations'),
  ]);
  const before = (now - days * DAY) as Micros;
  return sets.flatMap((row) => {
    const left = leftoverOf(row, { uses, jobs, former }, before);
    return left === undefined ? [] : [{ row, left }];
  });
}

/** What `cleanUp` would remove. */
export async function cleanable(tables: Tables, days: number, now: Micros): Promise<readonly CleanedSet[]> {
  const found = await leftovers(tables, days, now);
  return found.map(({ row, left: { ids, gone } }) => ({ set: row.name, ids, gone }));
}

/**
 * Removes from every set what nobody has had to do with for so many days, as one new state of each. The state before stays among those that one
 * can go back to.
 *
 * @throws GenError Storage; sets that came before stay cleaned up.
 */
export function cleanUp(device: Here, days: number): Promise<readonly CleanedSet[]> {
  const { tables, locks, clock, announce } = device;
  return locks.exclusive(INSTALLED_LOCK, async () => {
    const now = clock();
    const done: CleanedSet[] = [];
    for (const { row, left } of await leftovers(tables, days, now)) {
      const { ids, gone, wishes, releases } = left;
      const next = { deed: { kind: 'clean-up', ids, days }, wishes, releases } as const;
      await tables.write(await switchWrites(tables, row, next, now));
      announce(['installed', 'catalogue', ...gone.map(({ id }) => `module/${id}` as const)]);
      done.push({ set: row.name, ids, gone });
    }
    return done;
  });
}

/** What a device does from time to time with nobody asking: clean up, let old states go, and what a kill left behind. @throws GenError Storage. */
export async function keepHouse(device: Here): Promise<void> {
  const days = await cleanUpDays(device.tables);
  const since = await countedSince(device);
  // What was done before anybody counted is not known.
  if (days !== undefined && since <= device.clock() - days * DAY) await cleanUp(device, days);
  await fadeStates(device);
  await device.locks.exclusive(DRAIN_LOCK, () => collectOrphans(device));
}

/** What made the present state of the active set, where that was a clean-up that nobody has dismissed and that can be undone. */
export async function cleanedUp(tables: Tables): Promise<CleanedUp | undefined> {
  const { name, generation } = await setNamed(tables, await activeSet(tables));
  const { number, deed, at } = generation;
  if (deed.kind !== 'clean-up') return undefined;
  if ((await tables.get('settings', DISMISSED))?.value === `${name} ${number}`) return undefined;
  const former = await tables.get('generations', `${name} ${number - 1}`);
  if (former === undefined) return undefined;
  const { releases } = former.generation;
  const names = deed.ids.map((id) => releases.find((one) => one.id === id)?.name ?? id);
  const others = releases.length - generation.releases.length - names.length;
  return { state: number, at, days: deed.days, names, others };
}

/** Nothing more is said of the clean-up that made the present state. */
export async function dismissCleanUp({ tables, announce }: Pick<Here, 'tables' | 'announce'>): Promise<void> {
  const { name, generation } = await setNamed(tables, await activeSet(tables));
  await tables.write([{ table: 'settings', put: { key: DISMISSED, value: `${name} ${generation.number}` } }]);
  announce(['installed']);
}
