import type { PlainError } from '../core/errors.ts';
import type { Micros, ModuleId, Version } from '../core/ids.ts';
import type { ActivityItem, ActivityState } from './activity.ts';

/** How a module stands on this device: one of these, the same wherever it is told. */
export type ModuleStateName =
  | 'not-installed'
  | 'queued'
  | 'downloading'
  | 'verifying'
  | 'asking'
  | 'installed'
  | 'update'
  | 'contradiction'
  | 'failed';

/** The words of the app and of the command line. */
export const MODULE_WORDS: Readonly<Record<ModuleStateName, string>> = {
  'not-installed': 'Not installed',
  queued: 'Queued',
  downloading: 'Downloading',
  verifying: 'Verifying',
  asking: 'Waits for your yes',
  installed: 'Installed',
  update: 'Update available',
  contradiction: 'Contradiction',
  failed: 'Failed',
};

/** What the states of a job are to the module; absent: it has nothing more to do with it. */
const OF_JOB: Partial<Record<ActivityState, ModuleStateName>> = {
  queued: 'queued',
  resolving: 'queued',
  downloading: 'downloading',
  verifying: 'verifying',
  fetched: 'verifying',
  asking: 'asking',
  failed: 'failed',
};

type ShownJob = Pick<ActivityItem, 'kind' | 'state' | 'progress' | 'error'>;

export interface StateFacts {
  readonly installed?: Version | undefined;
  /** What an update would bring. */
  readonly newer?: Version | undefined;
  /** The one that says most about it, as `jobAbout` finds it. */
  readonly job?: ShownJob | undefined;
  /** Two different releases of the version that is installed, or would be, have a receipt. */
  readonly contradiction?: boolean | undefined;
}

export interface ModuleState {
  readonly name: ModuleStateName;
  /** `Downloading 42 %` */
  readonly word: string;
  /** Why, where it failed or waits for another attempt. */
  readonly error?: PlainError | undefined;
}

function wordOf(name: ModuleStateName, { progress }: Pick<ActivityItem, 'progress'>): string {
  const word = MODULE_WORDS[name];
  if (name !== 'downloading' || progress === undefined || progress.total === 0) return word;
  return `${word} ${Math.floor((100 * progress.done) / progress.total)} %`;
}

const changesSet = ({ kind }: Pick<ActivityItem, 'kind'>): boolean => kind === 'install' || kind === 'set';

/** The same word for a job of its own; `undefined` for what is sent, and for what has ended well or was cancelled. */
export function jobWord(job: Pick<ShownJob, 'kind' | 'state' | 'progress'>): string | undefined {
  const name = OF_JOB[job.state];
  return name === undefined || !changesSet(job) ? undefined : wordOf(name, job);
}

/** What is under way says more than what is; what cannot be believed more than what went wrong. */
export function moduleState({ installed, newer, job, contradiction }: StateFacts): ModuleState {
  const ofJob = job === undefined ? undefined : OF_JOB[job.state];
  const as = (name: ModuleStateName): ModuleState => ({ name, word: MODULE_WORDS[name] });
  if (job !== undefined && ofJob !== undefined && ofJob !== 'failed')
    return { name: ofJob, word: wordOf(ofJob, job), error: job.error };
  if (contradiction === true) return as('contradiction');
  if (ofJob === 'failed') return { ...as('failed'), error: job?.error };
  if (installed === undefined) return as('not-installed');
  return as(newer === undefined ? 'installed' : 'update');
}

interface About {
  readonly id: ModuleId;
  readonly installedAt?: Micros | undefined;
  readonly newer?: Version | undefined;
}

/**
 * What is under way about a module, else the last that was.
 *
 * @param items newest first. An update of several modules counts for those that have something newer; a failure only until
 * something was installed after it.
 */
export function jobAbout(
  items: readonly ActivityItem[],
  { id, installedAt, newer }: About,
): ActivityItem | undefined {
  const about = items.filter(
    (item) => changesSet(item) && (item.module === id || (newer !== undefined && item.about?.includes(id))),
  );
  const job = about.find(({ state }) => OF_JOB[state] !== undefined && state !== 'failed') ?? about[0];
  return job?.state === 'failed' && installedAt !== undefined && installedAt > job.updatedAt
    ? undefined
    : job;
}
