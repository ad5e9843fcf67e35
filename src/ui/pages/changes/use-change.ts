import { useSyncExternalStore } from 'react';
import { toGenError, type PlainError } from '../../../core/errors.ts';
import { sentenceFor } from '../../text/errors.ts';
import { isClash } from '../../text/ways.ts';
import { toasts } from '../../toasts.ts';
import { askedChange, type Change } from './asked-change.ts';

interface Planned {
  /** A plan is being made. */
  readonly running: boolean;
  start(change: Change): void;
}

/** What cannot be planned without a network is queued as it is: it is planned when there is one. */
const isOffline = ({ code }: PlainError): boolean => code === 'Network' || code === 'Timeout';

function tellFailure(thrown: unknown): void {
  toasts.add({ title: sentenceFor(toGenError(thrown)), type: 'bad', priority: 'high', timeout: 12_000 });
}

/** Queues a change that somebody has agreed to. */
export function applyChange(change: Change, agreed?: string): void {
  askedChange.end();
  change.apply(agreed).catch(tellFailure);
}

/** Plans a change; what it does is shown by `ChangeHost`, and so is why it cannot be made. */
export async function planChange(change: Change): Promise<void> {
  if (askedChange.now().phase === 'planning') return;
  const planning = { phase: 'planning', change } as const;
  askedChange.set(planning);
  // Somebody may not want it any more by the time it is there.
  const isWanted = (): boolean => askedChange.now() === planning;
  try {
    const plan = await change.plan();
    if (!isWanted()) return;
    // What only is asked for in another way, nobody has to look at.
    const isPlain = plan.lines.length === 0 || change.isPlain?.(plan) === true;
    if (plan.isAsItWas) {
      askedChange.end();
      toasts.add({ title: change.nothing, timeout: 8000 });
    } else if (plan.question === undefined && isPlain) applyChange(change);
    else askedChange.set({ phase: 'planned', change, plan });
  } catch (thrown) {
    if (!isWanted()) return;
    const error = toGenError(thrown);
    if (isClash(error)) askedChange.set({ phase: 'clash', change, error });
    else if (isOffline(error)) applyChange(change);
    else {
      askedChange.end();
      tellFailure(error);
    }
  }
}

/** Asks for a change of what is installed. */
export function useChange(): Planned {
  const { phase } = useSyncExternalStore(askedChange.subscribe, askedChange.now);
  return { running: phase === 'planning', start: (change) => void planChange(change) };
}
