import { setStates } from '../../app/set-states.ts';
import { GenError } from '../../core/errors.ts';
import type { Tables } from '../../ports/tables.ts';
import { changeSet, reportChanged } from '../change-set.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { namedSet, setWords } from '../named-set.ts';
import { dryRun } from '../show-plan.ts';
import type { ChangeOptions } from './update.ts';

/**
 * The state of this number, or the one before.
 *
 * @throws GenError NotFound `generation` | `former-state`.
 */
async function formerState(tables: Tables, set: string, number: number | undefined): Promise<number> {
  const former = (await setStates(tables, set)).filter(({ isCurrent }) => !isCurrent);
  const found = number === undefined ? former[0] : former.find((state) => state.number === number);
  if (found !== undefined) return found.number;
  if (number === undefined) throw new GenError('NotFound', 'former-state', { set });
  throw new GenError('NotFound', 'generation', { set, number });
}

/** `gen back`: a set becomes what it was; without a network where its binaries are kept. */
export async function back(
  context: Context,
  number: number | undefined,
  options: ChangeOptions,
): Promise<ExitCode> {
  const { tables } = context.home();
  const set = await namedSet(tables, options.set);
  const to = await formerState(tables, set, number);
  const opened = await context.device();
  const change = { kind: 'back', to } as const;
  if (options.dryRun === true) return dryRun(context, opened, set, { kind: 'set', change });
  const done = await changeSet(context, opened, set, change, options.hidden);
  return reportChanged(context, set, done, {
    again: `gen back ${to}${await setWords(tables, set)}`,
    nothing: `${set} is as it was in state ${to} already.`,
  });
}
