import { setAuto } from '../../app/sets.ts';
import { parseModuleId } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { localDevice } from '../local-device.ts';
import { namedSet, requireWanted } from '../named-set.ts';

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
  await requireWanted(tables, set, id);
  const on = choice === 'on';
  await setAuto(localDevice(home()), set, id, on);
  out.result({ set, id, auto: on }, () => [
    on ? `${id} is updated by "gen sync", within what was asked for` : `${id} is updated when you say so`,
  ]);
  return EXIT.ok;
}
