import { agreeToInstall } from '../app/agree-install.ts';
import { DRAIN_LOCK } from '../app/drain.ts';
import { cancelJob } from '../app/engine/activity.ts';
import { GenError } from '../core/errors.ts';
import type { SwitchJob } from '../ports/tables.ts';
import type { Context, OpenDevice } from './context.ts';
import { linesOfLosses, linesOfQuestions } from './question-lines.ts';
import { carryOut } from './work.ts';

/**
 * Asks what an install asks, and goes on with it after a yes: by `--yes` or by a person. A no ends it, with nothing changed.
 *
 * @returns the job; `asking` still where nobody can answer: it waits on this device.
 * @throws GenError Cancelled for a no; as `carryOut`.
 */
export async function agreedInstall<Job extends SwitchJob>(
  context: Context,
  opened: OpenDevice,
  job: Job,
): Promise<Job> {
  if (job.state !== 'asking') return job;
  const { options, terminal, out } = context;
  const { device } = opened;
  const { questions = [], setQuestion } = job;
  for (const line of linesOfQuestions(questions)) out.note(line);
  for (const line of linesOfLosses(setQuestion?.losses ?? [])) out.note(line);
  if (!options.yes) {
    if (!options.input || !terminal.interactive) return job;
    if (!(await terminal.confirm('Install it all the same?'))) {
      await device.locks.exclusive(DRAIN_LOCK, () => cancelJob(device, job.id));
      throw new GenError('Cancelled', 'aborted');
    }
  }
  const marks = [...questions, ...(setQuestion === undefined ? [] : [setQuestion])].map(({ mark }) => mark);
  await device.locks.exclusive(DRAIN_LOCK, () => agreeToInstall(device, job.id, marks));
  return agreedInstall(context, opened, await carryOut(context, opened, job));
}
