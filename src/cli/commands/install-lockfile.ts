import { activeSet, installedRows, parseSetName } from '../../app/installed-set.ts';
import { toHex } from '../../core/bytes.ts';
import { GenError } from '../../core/errors.ts';
import { readLockfile } from '../../core/resolve/lockfile.ts';
import { changeSet, reportChanged } from '../change-set.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { setWords } from '../named-set.ts';
import { fileText } from '../questions.ts';
import { agreedPlan, dryRun } from '../show-plan.ts';
import { writeModules } from '../write-modules.ts';
import type { InstallOptions } from './install.ts';

/** `gen install --lock`: a set becomes what a lockfile names. */
export async function installLockfile(
  context: Context,
  file: string,
  { frozen = false, ...options }: InstallOptions & { readonly frozen?: boolean },
): Promise<ExitCode> {
  const { namespace, wishes, releases: pins } = readLockfile(await fileText(file));
  const given = options.set === undefined ? undefined : parseSetName(options.set);
  const opened = await context.device();
  const { device } = opened;
  const here = toHex(device.namespace);
  if (namespace !== here) throw new GenError('InvalidInput', 'lockfile-namespace', { file, namespace, here });
  const set = given ?? (await activeSet(device.tables));
  const change = { kind: 'lockfile', wishes, pins, frozen, cycles: options.cycles } as const;
  const asked = { kind: 'set', change } as const;
  if (options.dryRun === true) return dryRun(context, opened, set, asked);
  await agreedPlan(context, opened, set, asked);
  const done = await changeSet(context, opened, set, change, options.hidden);
  if (options.out !== undefined && done.job.state === 'installed')
    await writeModules(device, await installedRows(device.tables, set), { set, folder: options.out });
  return reportChanged(context, set, done, {
    again: `gen install --lock ${file}${frozen ? ' --frozen' : ''}${await setWords(device.tables, set)}`,
    nothing: `${set} is as ${file} has it already.`,
  });
}
