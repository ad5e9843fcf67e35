import type { PlainError } from '../../../core/errors.ts';
import type { WayOut } from '../../../core/resolve/ways-out.ts';
import type { PlanView } from '../../../ports/set-api.ts';
import type { KeptWish } from './kept-wish.ts';

/** A change of what is installed: planned, shown where it does more than was pressed for, and then queued. */
export interface Change {
  /** Of the question. */
  readonly title: string;
  readonly plan: () => Promise<PlanView>;
  /** @param agreed the mark of what the plan does to others, where somebody saw it. */
  readonly apply: (agreed?: string) => Promise<unknown>;
  /** Whether the plan is just what was pressed: then nobody is asked again. */
  readonly isPlain?: (plan: PlanView) => boolean;
  /** How it is taken up again where the page is gone before the plan is made; absent: it is given up then. */
  readonly kept?: KeptWish;
  /** Told where the plan changes nothing. */
  readonly nothing: string;
  /** Another change in place of this one; absent: no way out is taken from here. */
  readonly instead?: (way: WayOut) => Change;
}

/** How far the change has come that somebody asked for. One at a time: a dialog about it covers everything. */
export type AskedChange =
  | { readonly phase: 'none' }
  | { readonly phase: 'planning'; readonly change: Change }
  | { readonly phase: 'planned'; readonly change: Change; readonly plan: PlanView }
  | { readonly phase: 'clash'; readonly change: Change; readonly error: PlainError };

const NONE: AskedChange = { phase: 'none' };

let current: AskedChange = NONE;
const listeners = new Set<() => void>();

/** For the whole page, not for a button: what a button stands on may be drawn anew while a plan is made. */
export const askedChange = {
  now: (): AskedChange => current,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  set(next: AskedChange): void {
    current = next;
    for (const listener of listeners) listener();
  },
  end(): void {
    askedChange.set(NONE);
  },
};
