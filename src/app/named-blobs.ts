import type { Sha256 } from '../core/ids.ts';
import type { JobRow, SwitchJob } from '../ports/tables.ts';
import { isFinished, isSwitch } from './jobs.ts';

function switchBinaries(job: SwitchJob): readonly Sha256[] {
  const pins = job.kind === 'set' && job.change.kind === 'lockfile' ? job.change.pins : [];
  return [...(job.plan ?? []), ...pins].map(({ sha256 }) => sha256);
}

/**
 * The blobs that a job needs.
 *
 * @param isOver whether nobody goes on with a change of a set.
 */
export function namedByJob(
  job: JobRow,
  isOver: (job: JobRow) => boolean = isFinished,
): readonly (Sha256 | undefined)[] {
  if (isSwitch(job)) return isOver(job) ? [] : switchBinaries(job);
  // What was refused or stopped is a draft to go on from.
  if (job.kind === 'publish') return job.state === 'receipted' ? [] : [job.sha256, job.readme, job.changelog];
  return job.kind === 'rate' && job.state !== 'receipted' ? [job.review] : [];
}
