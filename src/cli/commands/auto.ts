import { installedRow } from '../../app/installed-set.ts';
import { setAuto } from '../../app/sets.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { localDevice } from '../local-device.ts';
import { namedSet } from '../named-set.ts';

/** `gen auto`: whether `gen sync` updates a module, within what was asked for of it; asks nobody. */
export async function auto(
  { home, out }: Context,
  text: string,
  choice: 'on' | 'off',
  options: { readonly set?: string },
): Promise<ExitCode> {
  const id = parseModuleId(text);
  const { tables } = home();
  const set = await namedSet(tables, options.set);
  const row = await installedRow(tables, id, set);
  if (row !== undefined && !row.wanted) throw new GenError('InvalidState', 'not-wanted', { id });
  const on = choice === 'on';
  await setAuto(localDevice(home()), set, id, on);
  out.result({ set, id, auto: on }, () => [
    on ? `${id} is updated by "gen sync", within what was asked for` : `${id} is updated when you say so`,
  ]);
  return EXIT.ok;
}
