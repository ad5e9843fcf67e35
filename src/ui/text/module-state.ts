import { moduleState, type ModuleStateName, type StateFacts } from '../../ports/module-state.ts';
import type { BadgeTone } from '../components/badge.tsx';
import { shortSentence } from './errors.ts';
import { progressText, STATE_WORDS, type Tone } from './states.ts';

const TONES: Readonly<Record<ModuleStateName, Tone>> = {
  'not-installed': 'quiet',
  queued: 'busy',
  downloading: 'busy',
  verifying: 'busy',
  asking: 'busy',
  installed: 'good',
  update: 'good',
  contradiction: 'bad',
  failed: 'bad',
};

const BADGES: Readonly<Record<ModuleStateName, BadgeTone>> = {
  'not-installed': 'plain',
  queued: 'plain',
  downloading: 'plain',
  verifying: 'plain',
  asking: 'warn',
  installed: 'good',
  update: 'warn',
  contradiction: 'bad',
  failed: 'bad',
};

export interface ShownState {
  readonly name: ModuleStateName;
  readonly word: string;
  readonly tone: Tone;
  readonly badge: BadgeTone;
  /** One sentence: what it means for the person. */
  readonly detail: string;
}

function detailOf(name: ModuleStateName, { installed, newer, job }: StateFacts): string {
  switch (name) {
    case 'not-installed':
      return 'Nothing of it is on this device.';
    case 'installed':
      return STATE_WORDS.installed.meaning;
    case 'update':
      return `${installed ?? ''} is installed, ${newer ?? ''} can be.`;
    case 'contradiction':
      return 'The registry has signed two different releases of one version, so nobody installs it anew.';
    case 'downloading':
      return (job && progressText(job)) ?? STATE_WORDS.downloading.meaning;
    case 'queued':
    case 'verifying':
    case 'asking':
    case 'failed':
      return STATE_WORDS[job?.state ?? name].meaning;
  }
}

/** How a module stands on this device, in the words that every screen uses. */
export function shownState(facts: StateFacts): ShownState {
  const { name, word, error } = moduleState(facts);
  return {
    name,
    word,
    tone: TONES[name],
    badge: BADGES[name],
    detail: error === undefined ? detailOf(name, facts) : shortSentence(error),
  };
}
