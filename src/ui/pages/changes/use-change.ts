import { useSyncExternalStore } from 'react';
import { toGenError, type PlainError } from '../../../core/errors.ts';
import type { PlanView } from '../../../ports/set-api.ts';
import { sentenceFor } from '../../text/errors.ts';
import { isClash } from '../../text/ways.ts';
import { toasts } from '../../toasts.ts';
import { askedChange, type Change } from './asked-change.ts';
import { holdWish, type HeldWish } from './kept-wish.ts';

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

/** Queues a change that somebody has agreed to. Resolves when it is durable, or told why not. */
export async function applyChange(change: Change, agreed?: string): Promise<void> {
  askedChange.end();
  await change.apply(agreed).catch(tellFailure);
}

/** What is to become of a change now that its plan is there. */
async function goOn(change: Change, plan: PlanView): Promise<void> {
  // What only is asked for in another way, nobody has to look at.
  const isPlain = plan.lines.length === 0 || change.isPlain?.(plan) === true;
  if (plan.isAsItWas) {
    askedChange.end();
    toasts.add({ title: change.nothing, timeout: 8000 });
  } else if (plan.question === undefined && isPlain) await applyChange(change);
  else askedChange.set({ phase: 'planned', change, plan });
}

/**
 * Plans a change; what it does is shown by `ChangeHost`, and so is why it cannot be made. Until then it is kept over a reload.
 *
 * @param held where it was kept before, in a page that is gone.
 */
export async function planChange(change: Change, held?: HeldWish): Promise<void> {
  if (askedChange.now().phase === 'planning') return;
  const planning = { phase: 'planning', change } as const;
  askedChange.set(planning);
  const kept = held ?? (change.kept === undefined ? undefined : holdWish(change.kept));
  // Somebody may not want it any more by the time it is there.
  const isWanted = (): boolean => askedChange.now() === planning;
  let isPlanning = true;
  const settled = askedChange.subscribe(() => {
    if (isPlanning && !isWanted()) kept?.end();
  });
  try {
    const plan = await change.plan().finally(() => {
      isPlanning = false;
      settled();
    });
    if (isWanted()) await goOn(change, plan);
  } catch (thrown) {
    if (!isWanted()) return;
    const error = toGenError(thrown);
    if (isClash(error)) askedChange.set({ phase: 'clash', change, error });
    else if (isOffline(error)) await applyChange(change);
    else {
      askedChange.end();
      tellFailure(error);
    }
  } finally {
    kept?.end();
  }
}

/** Asks for a change of what is installed. */
export function useChange(): Planned {
  const { phase } = useSyncExternalStore(askedChange.subscribe, askedChange.now);
  return { running: phase === 'planning', start: (change) => void planChange(change) };
}
