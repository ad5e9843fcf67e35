import { GenError } from '../core/errors.ts';
import type { ModuleId } from '../core/ids.ts';
import { writeLockfile } from '../core/resolve/lockfile.ts';
import { toHex } from '../core/bytes.ts';
import type { SetSummary } from '../ports/set-api.ts';
import { DEFAULT_SET } from '../ports/sets.ts';
import type { Tables, Write } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { activeSet, parseSetName, setNamed, SET_SETTING } from './installed-set.ts';
import { isFinished, isSwitch } from './jobs.ts';
import { INSTALLED_LOCK, unnamed } from './switch-set.ts';

/** What it takes to change sets without a registry. */
type Local = Pick<Device, 'tables' | 'locks' | 'announce'>;

/** The sets of this device: the default one, the active one, and all that something was installed in. */
export async function listSets(tables: Tables): Promise<readonly SetSummary[]> {
  const active = await activeSet(tables);
  const names = new Set([DEFAULT_SET, active, ...(await tables.keys('sets'))]);
  const summaries = [...names].map(async (name): Promise<SetSummary> => {
    const { releases } = (await setNamed(tables, name)).generation;
    const size = releases.reduce((sum, release) => sum + release.size, 0);
    return { name, isActive: name === active, count: releases.length, size };
  });
  const isFirst = ({ name }: SetSummary): number => (name === DEFAULT_SET ? 0 : 1);
  return (await Promise.all(summaries)).sort((a, b) => isFirst(a) - isFirst(b) || (a.name < b.name ? -1 : 1));
}

/** Everything that is shown and changed from now on is about this set. @throws GenError InvalidInput `set-name`. */
export async function chooseSet({ tables, announce }: Local, text: string): Promise<void> {
  const value = parseSetName(text);
  await tables.write([{ table: 'settings', put: { key: SET_SETTING, value } }]);
  announce(['installed', 'catalogue']);
}

/**
 * Forgets a set with its states, and the binaries and proofs that only it holds.
 *
 * @throws GenError NotFound `set`; InvalidState `active-set`, or `busy` while something is on its way into it.
 */
export function removeSet(device: Local, name: string): Promise<void> {
  return device.locks.exclusive(INSTALLED_LOCK, async () => {
    const { tables } = device;
    if (name === (await activeSet(tables))) throw new GenError('InvalidState', 'active-set', { set: name });
    const [rows, sets, jobs] = await Promise.all([
      tables.all('generations'),
      tables.all('sets'),
      tables.all('jobs'),
    ]);
    const row = sets.find((set) => set.name === name);
    if (row === undefined) throw new GenError('NotFound', 'set', { set: name });
    if (jobs.some((job) => isSwitch(job) && (job.set ?? DEFAULT_SET) === name && !isFinished(job)))
      throw new GenError('InvalidState', 'busy-set', { set: name });
    const isOf = (one: { readonly set: string }): boolean => one.set === name;
    const gone = [...rows.filter(isOf), row].map(({ generation }) => generation);
    const left = [...rows.filter((one) => !isOf(one)), ...sets.filter((set) => set.name !== name)];
    await tables.write([
      { table: 'sets', remove: name },
      ...rows.filter(isOf).map(({ key }): Write => ({ table: 'generations', remove: key })),
      ...(await unnamed(
        tables,
        gone,
        left.map(({ generation }) => generation),
      )),
    ]);
    device.announce(['installed']);
  });
}

/** Whether a module of a set is updated without being asked. @throws GenError NotFound `installation`. */
export function setAuto(device: Local, set: string, id: ModuleId, on: boolean): Promise<void> {
  return device.locks.exclusive(INSTALLED_LOCK, async () => {
    const row = await setNamed(device.tables, set);
    if (!row.generation.wishes.some((wish) => wish.id === id))
      throw new GenError('NotFound', 'installation', { id });
    const others = (row.auto ?? []).filter((one) => one !== id);
    await device.tables.write([
      { table: 'sets', put: { ...row, auto: on ? [...others, id].sort() : others } },
    ]);
    device.announce(['installed']);
  });
}

/** A set as the text of a lockfile. */
export async function lockfileOf(
  { tables, namespace }: Pick<Device, 'tables' | 'namespace'>,
  set: string,
): Promise<string> {
  const { wishes, releases } = (await setNamed(tables, set)).generation;
  return writeLockfile({ namespace: toHex(namespace), wishes, releases });
}
