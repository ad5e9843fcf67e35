import { GenError } from '../core/errors.ts';
import type { Micros, ModuleId } from '../core/ids.ts';
import { DEFAULT_SET, type Generation, type InstallationRow, type SetRow } from '../ports/sets.ts';
import type { Tables } from '../ports/tables.ts';

export const SET_SETTING = 'set';
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

const NOTHING: Generation = {
  number: 0,
  at: 0 as Micros,
  deed: { kind: 'install', ids: [] },
  wishes: [],
  releases: [],
};

/** @throws GenError InvalidInput `set-name`: 1 to 40 of a-z, 0-9 and inner hyphens. */
export function parseSetName(text: string): string {
  if (!NAME.test(text)) throw new GenError('InvalidInput', 'set-name', { text });
  return text;
}

/** The set that this device shows and changes where none is named. */
export async function activeSet(tables: Tables): Promise<string> {
  const value = (await tables.get('settings', SET_SETTING))?.value;
  return typeof value === 'string' ? value : DEFAULT_SET;
}

/** A set as it is now; one that nothing was ever installed in is empty. */
export async function setNamed(tables: Tables, name: string): Promise<SetRow> {
  return (await tables.get('sets', name)) ?? { name, generation: NOTHING };
}

export function rowsOf({ wishes, releases }: Generation): readonly InstallationRow[] {
  const wanted = new Set<ModuleId>(wishes.map(({ id }) => id));
  return releases.map((release) => ({ ...release, wanted: wanted.has(release.id) }));
}

/** What is installed in a set: the active one where none is named. */
export async function installedRows(tables: Tables, set?: string): Promise<readonly InstallationRow[]> {
  return rowsOf((await setNamed(tables, set ?? (await activeSet(tables)))).generation);
}

export async function installedRow(
  tables: Tables,
  id: ModuleId,
  set?: string,
): Promise<InstallationRow | undefined> {
  return (await installedRows(tables, set)).find((row) => row.id === id);
}
