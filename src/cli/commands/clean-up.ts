import { cleanable, cleanUp, type CleanedSet } from '../../app/clean-up.ts';
import { cleanUpDays, setCleanUpDays } from '../../app/clean-up-setting.ts';
import { wallClock } from '../../app/device.ts';
import { fadeStates } from '../../app/switch-set.ts';
import { DEFAULT_SET } from '../../ports/sets.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { localDevice } from '../local-device.ts';
import { moduleCount } from '../output.ts';
import { confirmed } from '../questions.ts';

interface CleanUpOptions {
  readonly dryRun?: boolean;
  /** `off`: never from now on. */
  readonly days?: number | 'off';
}

function setJson({ set, ids, gone }: CleanedSet) {
  return { set, unused: ids, removed: gone.map(({ id, version, size }) => ({ id, version, size })) };
}

function lines(verb: string, sets: readonly CleanedSet[]): readonly string[] {
  return sets.flatMap(({ set, gone }) =>
    gone.map(({ id, version }) => `${verb} ${id} ${version}${set === DEFAULT_SET ? '' : ` of ${set}`}`),
  );
}

/** `gen clean-up`: removes what nobody used for so many days, of every set; asks nobody but the person. */
export async function cleanUpUnused(
  context: Context,
  { dryRun = false, days: chosen }: CleanUpOptions,
): Promise<ExitCode> {
  const home = context.home();
  const { tables } = home;
  const device = { ...localDevice(home), clock: wallClock };
  if (chosen !== undefined && !dryRun) await setCleanUpDays(device, chosen === 'off' ? undefined : chosen);
  const days = chosen === 'off' ? undefined : (chosen ?? (await cleanUpDays(tables)));
  const found = days === undefined ? [] : await cleanable(tables, days, wallClock());
  const count = found.reduce((sum, { gone }) => sum + gone.length, 0);
  if (days !== undefined && count > 0 && !dryRun) {
    for (const line of lines('Unused:', found)) context.out.note(line);
    await confirmed(
      context,
      `Remove ${moduleCount(count)}, unused for ${days} days? "gen back" brings them back.`,
    );
  }
  const sets = dryRun || days === undefined || count === 0 ? found : await cleanUp(device, days);
  if (!dryRun) await fadeStates(device);
  context.out.result({ days, dryRun, sets: sets.map(setJson) }, () =>
    lines(dryRun ? 'Would remove' : 'Removed', sets),
  );
  if (days === undefined) context.out.note('Unused modules stay. "gen clean-up --days 90" says otherwise.');
  else if (count === 0) context.out.note(`Nothing was unused for ${days} days.`);
  return EXIT.ok;
}
