import type { JobRow, SetJob, SwitchJob } from '../ports/tables.ts';

const CHANGES = { update: 'update', back: 'back', lockfile: 'lockfile', repair: 'repair' } as const;

function updated({ change }: SetJob): readonly string[] {
  return change.kind === 'update' ? (change.ids ?? []) : [];
}

/** `install io.acme.codec`, `update io.acme.codec`, `back`. */
export function jobTitle(job: JobRow): string {
  if (job.kind === 'set') return [CHANGES[job.change.kind], ...updated(job)].join(' ');
  return job.module === undefined ? job.kind : `${job.kind} ${job.module}`;
}

/** What waits for a yes, and the command that asks it again. @param set ` --set NAME` where that has to be said. */
export function askingNote(job: SwitchJob, set: string): string {
  if (job.kind === 'install')
    return `The install of ${job.module} asks something: gen install ${job.module}${set}`;
  const { change } = job;
  if (change.kind === 'back') return `The way back asks something: gen back ${change.to}${set}`;
  if (change.kind === 'lockfile')
    return `The install of a lockfile asks something: gen install --lock FILE${set}`;
  return `The ${jobTitle(job)} asks something: gen ${jobTitle(job)}${set}`;
}
