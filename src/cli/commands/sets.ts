import { listSets, removeSet, chooseSet } from '../../app/sets.ts';
import { parseSetName } from '../../app/installed-set.ts';
import { GenError } from '../../core/errors.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { localDevice } from '../local-device.ts';
import { byteCount, moduleCount, table } from '../output.ts';
import { confirmed } from '../questions.ts';

/** `gen sets`: the sets of this device; asks nobody. */
export async function sets({ home, out }: Context): Promise<ExitCode> {
  const all = await listSets(home().tables);
  const shown = all.map(({ name, isActive, count, size }) => ({ name, active: isActive, count, size }));
  out.result({ sets: shown }, () =>
    table([
      ['SET', 'MODULES', 'SIZE', ''],
      ...shown.map(({ name, active, count, size }) => [
        name,
        String(count),
        byteCount(size),
        active ? 'active' : '',
      ]),
    ]),
  );
  return EXIT.ok;
}

/** `gen sets use`: commands without `--set` are about this one from now on. */
export async function useSetNamed({ home, out }: Context, name: string): Promise<ExitCode> {
  const { tables } = home();
  await chooseSet(localDevice(home()), name);
  const count = (await listSets(tables)).find((set) => set.name === name)?.count ?? 0;
  out.result({ set: name, count }, () => [`${name} is the active set: ${moduleCount(count)}`]);
  return EXIT.ok;
}

/** `gen sets remove`: a set with its states, and the binaries that only it holds. */
export async function removeSetNamed(context: Context, text: string): Promise<ExitCode> {
  const home = context.home();
  const name = parseSetName(text);
  const set = (await listSets(home.tables)).find((one) => one.name === name);
  if (set === undefined) throw new GenError('NotFound', 'set', { set: name });
  if (set.isActive) throw new GenError('InvalidState', 'active-set', { set: name });
  await confirmed(context, `Remove ${name} with ${moduleCount(set.count)} and all of its states?`);
  await removeSet(localDevice(home), name);
  context.out.result({ removed: name }, () => [`Removed ${name}`]);
  return EXIT.ok;
}
