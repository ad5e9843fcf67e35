import { setNamed } from '../../app/installed-set.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId } from '../../core/ids.ts';
import { changeSet, reportChanged } from '../change-set.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { namedSet, setWords } from '../named-set.ts';
import { dryRun } from '../show-plan.ts';

export interface ChangeOptions {
  readonly set?: string;
  readonly dryRun?: boolean;
  /** Says yes to what is hidden; `--yes` does not. */
  readonly hidden?: boolean;
}

/** `gen update`: the newest of everything, or of some modules, within what was asked for. */
export async function update(
  context: Context,
  texts: readonly string[],
  options: ChangeOptions,
): Promise<ExitCode> {
  const ids = [...new Set(texts.map(parseModuleId))];
  const opened = await context.device();
  const { tables } = opened.device;
  const set = await namedSet(tables, options.set);
  const { releases } = (await setNamed(tables, set)).generation;
  const missing = ids.find((id) => !releases.some((release) => release.id === id));
  if (missing !== undefined) throw new GenError('NotFound', 'installation', { id: missing });
  const change = { kind: 'update', ids: ids.length === 0 ? undefined : ids } as const;
  if (options.dryRun === true) return dryRun(context, opened, set, { kind: 'set', change });
  const done = await changeSet(context, opened, set, change, options.hidden);
  return reportChanged(context, set, done, {
    again: ['gen update', ...ids].join(' ') + (await setWords(tables, set)),
    nothing: 'Nothing is newer within what was asked for. "gen outdated" shows what is newer than that.',
  });
}
