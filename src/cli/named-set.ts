import { activeSet, installedRow, parseSetName } from '../app/installed-set.ts';
import { listSets } from '../app/sets.ts';
import { GenError } from '../core/errors.ts';
import type { ModuleId } from '../core/ids.ts';
import type { Tables } from '../ports/tables.ts';

/**
 * The set that a command is about: the one of `--set`, or else the active one.
 *
 * @throws GenError InvalidInput `set-name`; NotFound `set`.
 */
export async function namedSet(tables: Tables, text: string | undefined): Promise<string> {
  if (text === undefined) return activeSet(tables);
  const set = parseSetName(text);
  const sets = await listSets(tables);
  if (!sets.some(({ name }) => name === set)) throw new GenError('NotFound', 'set', { set });
  return set;
}

/** ` --set NAME` for a command about this set that somebody is told to give; nothing for the active one. */
export async function setWords(tables: Tables, set: string): Promise<string> {
  return set === (await activeSet(tables)) ? '' : ` --set ${set}`;
}

/**
 * Only what somebody asked for can be left out, or be updated by itself.
 *
 * @throws GenError NotFound `installation`; InvalidState `not-wanted`.
 */
export async function requireWanted(tables: Tables, set: string, id: ModuleId): Promise<void> {
  const row = await installedRow(tables, id, set);
  if (row === undefined) throw new GenError('NotFound', 'installation', { id });
  if (!row.wanted) throw new GenError('InvalidState', 'not-wanted', { id });
}
