import { compileWithin } from '../app/compile-within.ts';
import { drain } from '../app/drain.ts';
import { finishWith } from '../app/finish-install.ts';
import { isDue, isFinished } from '../app/jobs.ts';
import { unlessHidden } from '../app/require-shown.ts';
import { fromPlainError, GenError } from '../core/errors.ts';
import type { JobRow } from '../ports/tables.ts';
import type { Context, OpenDevice } from './context.ts';
import { moderationHere } from './moderation-here.ts';
import { sentenceFor } from './sentences.ts';

/** Does the queued work as far as the network allows. @returns what ended. */
export function work(context: Context, opened: OpenDevice, due: 'all' | 'due'): Promise<JobRow[]> {
  const finish = unlessHidden(
    finishWith(compileWithin()),
    async () => (await moderationHere(context, opened)).moderation,
  );
  return drain(opened.device, { due, finish, signal: context.signal });
}

/**
 * Takes a stored job as far as it goes now.
 *
 * @returns the job as it stands: done, queued for later, or asking.
 * @throws the error that ended it, when it was refused or failed; Cancelled when the person stopped it: it stays queued.
 */
export async function carryOut<Job extends JobRow>(
  context: Context,
  opened: OpenDevice,
  job: Job,
): Promise<Job> {
  await work(context, opened, 'due');
  const row = await opened.device.tables.get('jobs', job.id);
  if (row === undefined || row.kind !== job.kind) throw new GenError('NotFound', 'job', { job: job.id });
  if (isFinished(row) && row.error !== undefined) throw fromPlainError(row.error);
  if (!isFinished(row) && context.signal.aborted) throw new GenError('Cancelled', 'aborted', { job: job.id });
  if (isDue(row)) sayQueued(context, row);
  // The kind says which row it is.
  return row as Job;
}

function sayQueued({ out }: Context, { error }: JobRow): void {
  const why = error === undefined || error.code === 'Cancelled' ? '' : ` ${sentenceFor(error)}`;
  out.note(`Stored on this device, not done yet.${why}`);
  out.note('"gen sync" goes on with it; "gen status" shows it.');
}
