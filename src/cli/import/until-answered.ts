import { mayPass } from '../../app/jobs.ts';
import { GenError } from '../../core/errors.ts';
import { patiently, waitAfter, type Patience } from './patiently.ts';

/** Rounds in which nothing was decided, before what the relay cannot do is taken for its answer. */
const MOST_IDLE_ROUNDS = 6;

/**
 * Asks for some things at once, and again for those that the relay had no room for or could not do just then. A quota is
 * waited for as long as it takes; what never gets done is an answer in the end, so that the others go on.
 *
 * @param ask answers each of those that are still open.
 * @throws GenError Network … when the relay gives no answer; Cancelled.
 */
export async function untilAnswered<Key, Answer>(
  keys: Iterable<Key>,
  ask: (open: readonly Key[]) => Promise<ReadonlyMap<Key, Answer | GenError>>,
  patience: Patience,
): Promise<Map<Key, Answer | GenError>> {
  const answered = new Map<Key, Answer | GenError>();
  let open = [...keys];
  let idle = 0;
  while (open.length > 0) {
    const asked = open;
    const answers = await patiently(() => ask(asked), patience);
    const passing = new Map<Key, GenError>();
    for (const [key, answer] of answers) {
      if (answer instanceof GenError && mayPass(answer)) passing.set(key, answer);
      else answered.set(key, answer);
    }
    idle = passing.size === asked.length ? idle + 1 : 0;
    if (idle === MOST_IDLE_ROUNDS) {
      for (const [key, error] of passing)
        if (error.code !== 'QuotaExceeded' && passing.delete(key)) answered.set(key, error);
      idle = 0;
    }
    open = [...passing.keys()];
    const [longest] = [...passing.values()].sort(
      (one, other) => waitAfter(other, idle) - waitAfter(one, idle),
    );
    if (longest !== undefined) await patience.pause(longest, waitAfter(longest, idle));
  }
  return answered;
}
