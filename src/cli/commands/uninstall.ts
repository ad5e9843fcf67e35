import { storedPin } from '../../app/pin-relay.ts';
import { uninstall as remove } from '../../app/uninstall.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { openDevice } from '../open-device.ts';

/** `gen uninstall`: the module and what only it needed; asks nobody. */
export async function uninstall(context: Context, text: string): Promise<ExitCode> {
  const id = parseModuleId(text);
  const home = context.home();
  // Who never met a relay has installed nothing.
  if ((await storedPin(home.tables)) === undefined) throw new GenError('NotFound', 'installation', { id });
  const choice = { address: context.options.relay, client: undefined };
  const { device } = await openDevice(home, choice, context.signal);
  const removed = (await remove(device, id)).toSorted();
  context.out.result({ removed }, () => removed.map((name) => `Uninstalled ${name}`));
  return EXIT.ok;
}
