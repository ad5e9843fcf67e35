import { storedPin } from '../../app/pin-relay.ts';
import { uninstall as remove } from '../../app/uninstall.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { unaskedDevice } from '../local-device.ts';
import { namedSet } from '../named-set.ts';

/** `gen uninstall`: the module and what only it needed; asks nobody. */
export async function uninstall(
  context: Context,
  text: string,
  options: { readonly set?: string },
): Promise<ExitCode> {
  const id = parseModuleId(text);
  const home = context.home();
  // Who never met a relay has installed nothing.
  if ((await storedPin(home.tables)) === undefined) throw new GenError('NotFound', 'installation', { id });
  const set = await namedSet(home.tables, options.set);
  const { gone } = await remove(await unaskedDevice(context), id, set);
  const removed = gone.toSorted();
  context.out.result({ set, removed }, () => removed.map((name) => `Uninstalled ${name}`));
  return EXIT.ok;
}
