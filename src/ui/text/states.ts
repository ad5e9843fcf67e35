import type { Micros } from '../../core/ids.ts';
import type { ActivityItem, ActivityState } from '../../ports/activity.ts';
import type { NameState } from '../../ports/engine.ts';
import { jobWord, MODULE_WORDS } from '../../ports/module-state.ts';
import { formatBytes, shortDid } from './format.ts';

/** How a state looks: under way, done well, needs a person, or over. */
export type Tone = 'busy' | 'good' | 'bad' | 'quiet';

interface Words {
  readonly label: string;
  /** One sentence: what it means for the person. */
  readonly meaning: string;
  readonly tone: Tone;
}

/** The one vocabulary for work under way; buttons, lists and toasts take their words from here. */
export const STATE_WORDS: Readonly<Record<ActivityState, Words>> = {
  drafted: { label: 'Stored', meaning: 'Kept on this device; it will be signed and sent.', tone: 'busy' },
  'waiting-for-name': {
    label: 'Waiting for the name',
    meaning: 'Kept on this device until the registry grants the module id.',
    tone: 'busy',
  },
  signed: {
    label: 'Signed, not sent',
    meaning: 'Kept on this device; it will be sent when the registry can be reached.',
    tone: 'busy',
  },
  sent: { label: 'Sent', meaning: 'On its way; the receipt of the registry is awaited.', tone: 'busy' },
  receipted: { label: 'Published', meaning: 'The registry has signed a receipt for it.', tone: 'good' },
  refused: { label: 'Refused', meaning: 'The registry did not take it.', tone: 'bad' },
  queued: {
    label: MODULE_WORDS.queued,
    meaning: 'Installed in its turn, once the registry can be reached.',
    tone: 'busy',
  },
  resolving: { label: MODULE_WORDS.queued, meaning: 'Finding versions that fit together.', tone: 'busy' },
  downloading: { label: MODULE_WORDS.downloading, meaning: 'Fetching the binaries.', tone: 'busy' },
  verifying: {
    label: MODULE_WORDS.verifying,
    meaning: 'Comparing hash and signature, compiling.',
    tone: 'busy',
  },
  fetched: {
    label: MODULE_WORDS.verifying,
    meaning: 'Everything is here; the switch is next.',
    tone: 'busy',
  },
  asking: {
    label: MODULE_WORDS.asking,
    meaning:
      'Everything is here; it asks for more than was granted so far. Nothing was changed on this device.',
    tone: 'busy',
  },
  installed: { label: MODULE_WORDS.installed, meaning: 'Verified and kept on this device.', tone: 'good' },
  failed: { label: MODULE_WORDS.failed, meaning: 'Nothing was changed on this device.', tone: 'bad' },
  cancelled: { label: 'Cancelled', meaning: 'Stopped by you.', tone: 'quiet' },
};

/** Where `Published` is not the word. */
const RECEIPTED_WORDS: Partial<Record<ActivityItem['kind'], string>> = {
  rate: 'Counted',
  report: 'Reported',
  hide: 'On your list',
  permit: 'In force',
  'hand-over': 'In force',
  profile: 'Known',
  device: 'Known',
};

/** The same for what takes back what was said before. */
const TAKEN_BACK_WORDS: Partial<Record<ActivityItem['kind'], string>> = {
  report: 'Taken back',
  hide: 'Off your list',
};

/** Unfinished work is what the number in the navigation counts. */
export function isUnfinished({ state }: Pick<ActivityItem, 'state'>): boolean {
  return STATE_WORDS[state].tone === 'busy';
}

/** Something is being done at this moment; what waits, also for its next attempt, can be interrupted. */
export function isAtWork({ state, error }: Pick<ActivityItem, 'state' | 'error'>): boolean {
  return error === undefined && ['resolving', 'downloading', 'verifying', 'fetched', 'sent'].includes(state);
}

/** `Downloading 42 %`, `Published`. */
export function stateLabel({
  kind,
  state,
  progress,
  takesBack,
}: Pick<ActivityItem, 'kind' | 'state' | 'progress' | 'takesBack'>): string {
  const { label } = STATE_WORDS[state];
  if (state === 'receipted')
    return (takesBack === true ? TAKEN_BACK_WORDS[kind] : undefined) ?? RECEIPTED_WORDS[kind] ?? label;
  return jobWord({ kind, state, progress }) ?? label;
}

export function progressText({ progress }: Pick<ActivityItem, 'progress'>): string | undefined {
  if (progress === undefined || progress.total === 0) return undefined;
  return `${formatBytes(progress.done)} of ${formatBytes(progress.total)}`;
}

/** `Next try in 40 s`. @param now milliseconds. */
export function nextTryText(at: Micros, now: number, isOnline: boolean): string {
  if (!isOnline) return 'Tries again when the network is back';
  const seconds = Math.ceil(at / 1_000_000 - now / 1000);
  if (seconds <= 0) return 'Next try now';
  return `Next try in ${seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`}`;
}

function permitLabel({ to, ends }: NonNullable<ActivityItem['permit']>): string {
  return ends ? `Withdraw ${shortDid(to)} from` : `Let ${shortDid(to)} publish`;
}

/** `Offer did:key:z6Mk…4fQx`, before a module's id. */
function handOverLabel({ to, deed }: NonNullable<ActivityItem['handOver']>): string {
  if (deed === 'take') return 'Take over';
  return deed === 'cancel' ? 'Take back the offer of' : `Offer ${shortDid(to)}`;
}

/** `Report`, `Show again the review by did:key:z6Mk…4fQx of`, before a module's id. */
function moderationLabel({
  kind,
  reviewOf,
  takesBack,
}: Pick<ActivityItem, 'kind' | 'reviewOf' | 'takesBack'>): string {
  const review = reviewOf === undefined ? '' : ` the review by ${shortDid(reviewOf)} of`;
  if (kind === 'report')
    return takesBack === true ? `Take back the report about${review}` : `Report${review}`;
  return `${takesBack === true ? 'Show again' : 'Hide'}${review}`;
}

/** `Make “Phone” known as your device`, `Cut off “Phone”`: of no module. */
function deviceLabel({ device, name }: Pick<ActivityItem, 'device' | 'name'>): string {
  return device?.ends === true ? `Cut off “${name ?? ''}”` : `Make “${name ?? ''}” known as your device`;
}

const SET_LABELS: Readonly<Record<NonNullable<ActivityItem['change']>, string>> = {
  update: 'Update what is installed',
  back: 'Go back to an earlier state',
  lockfile: 'Install from a lockfile',
  repair: 'Fetch lost binaries again',
  bundle: 'Install from a bundle',
};

/** What was asked for, before a module's id: `Publish 1.2.0`, `Rate 4 stars`, `Install`, `Let did:key:z6Mk…4fQx publish`. */
export function taskLabel({
  kind,
  version,
  stars,
  permit,
  handOver,
  reviewOf,
  takesBack,
  name,
  device,
  change,
}: Pick<
  ActivityItem,
  | 'kind'
  | 'version'
  | 'stars'
  | 'permit'
  | 'handOver'
  | 'reviewOf'
  | 'takesBack'
  | 'name'
  | 'device'
  | 'change'
>): string {
  if (kind === 'set') return SET_LABELS[change ?? 'update'];
  if (kind === 'profile') return `Be called “${name ?? ''}”`;
  if (kind === 'device') return deviceLabel({ device, name });
  if (kind === 'report' || kind === 'hide') return moderationLabel({ kind, reviewOf, takesBack });
  if (kind === 'hand-over') return handOver === undefined ? 'Hand over' : handOverLabel(handOver);
  if (kind === 'permit') return permit === undefined ? 'Let publish' : permitLabel(permit);
  if (kind === 'publish') return version === undefined ? 'Publish' : `Publish ${version}`;
  if (kind === 'install') return version === undefined ? 'Install' : `Install ${version}`;
  return stars === undefined ? 'Rate' : `Rate ${stars === 1 ? '1 star' : `${stars} stars`}`;
}

export const NAME_WORDS: Readonly<Record<NameState, string>> = {
  free: 'This id is free.',
  yours: 'This id is yours: you publish the next version.',
  taken: 'This id belongs to somebody else. Choose another; nothing you typed is lost.',
  unknown: 'Nobody can be asked whether this id is free; it is claimed when the registry can be reached.',
};
