import { installedRows } from '../app/installed-set.ts';
import { changeLines } from '../app/plan-view.ts';
import { requestSetChange } from '../app/request-change.ts';
import type { ChangeLine } from '../ports/set-api.ts';
import type { WholeChange } from '../ports/sets.ts';
import type { SetJob, SwitchJob, Tables } from '../ports/tables.ts';
import { agreedInstall } from './agreed-install.ts';
import type { Context, OpenDevice } from './context.ts';
import { withHidden } from './even-hidden.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { changeJson, changeTexts } from './plan-lines.ts';
import { carryOut } from './work.ts';

/** What became of a change. */
export interface Changed<Job extends SwitchJob> {
  readonly job: Job;
  readonly changes: readonly ChangeLine[];
}

/** Does something to a set. @returns the job of it, and what of the set is another release then. */
export async function withChanges<Job extends SwitchJob>(
  tables: Tables,
  set: string,
  act: () => Promise<Job>,
): Promise<Changed<Job>> {
  const before = await installedRows(tables, set);
  const job = await act();
  return { job, changes: changeLines(before, await installedRows(tables, set)) };
}

/**
 * Changes a set as a whole, as far as it goes now.
 *
 * @param hidden whether `--hidden` was given.
 * @throws GenError what ended it; Cancelled for a no.
 */
export function changeSet(
  context: Context,
  opened: OpenDevice,
  set: string,
  change: WholeChange,
  hidden = false,
): Promise<Changed<SetJob>> {
  const { device } = opened;
  return withChanges(device.tables, set, () =>
    withHidden(context, opened, hidden, async ({ evenHidden }) => {
      const asked = await requestSetChange(device, change, { set, evenHidden });
      return agreedInstall(context, opened, await carryOut(context, opened, asked));
    }),
  );
}

/** @param again the command, for who waits for a yes. @param nothing said where nothing is another one. */
export function reportChanged(
  { out }: Context,
  set: string,
  { job, changes }: Changed<SetJob>,
  { again, nothing }: { readonly again: string; readonly nothing: string },
): ExitCode {
  const { id, state, questions, setQuestion, error } = job;
  const asked = { questions, setQuestion, error };
  out.result({ job: id, set, state, changes: changes.map(changeJson), ...asked }, () => changeTexts(changes));
  if (state === 'installed' && changes.length === 0) out.note(nothing);
  if (state !== 'asking') return EXIT.ok;
  out.note(`Nothing was changed. If that is what you want: ${again} --yes`);
  return EXIT.permission;
}
