import { activeSet, parseSetName } from '../app/installed-set.ts';
import { listSets } from '../app/sets.ts';
import { GenError } from '../core/errors.ts';
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
