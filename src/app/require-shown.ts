import { GenError } from '../core/errors.ts';
import type { Moderation } from '../core/view/moderation.ts';
import { DEFAULT_SET, type PlannedRelease } from '../ports/sets.ts';
import { freshIn, type Finish } from './install.ts';
import { setNamed } from './installed-set.ts';

/**
 * What is hidden is installed only after a yes to that very module.
 *
 * @throws GenError InvalidState `hidden`, with the first that nobody said yes to, by whom and why; and with what a yes to
 * all of it says yes to (`ids`): what is hidden, and what they said yes to before. Who asks again with that is not asked
 * about it once more, whichever part of an install meets it.
 */
export function requireShown(
  moderation: Moderation,
  asked: readonly Pick<PlannedRelease, 'id'>[],
  evenHidden: readonly string[] = [],
): void {
  const hidden = asked.map(({ id }) => id).filter((id) => moderation.module(id).length > 0);
  const id = hidden.find((one) => !evenHidden.includes(one));
  if (id === undefined) return;
  const said = moderation.module(id);
  throw new GenError('InvalidState', 'hidden', {
    id,
    ids: [...new Set([...evenHidden, ...hidden])],
    by: said.map(({ by }) => by),
    text: said[0]?.reason ?? '',
  });
}

/** Before the switch: what came to be hidden since the plan was made, and what is only needed, waits for a yes too. */
export function unlessHidden(finish: Finish, moderation: () => Promise<Moderation>): Finish {
  return async (device, job, signal) => {
    const set = await setNamed(device.tables, job.set ?? DEFAULT_SET);
    requireShown(await moderation(), freshIn(job.plan ?? [], set), job.evenHidden);
    return finish(device, job, signal);
  };
}
