import { GenError } from '../core/errors.ts';
import { parseModuleId, type ModuleId } from '../core/ids.ts';
import type { Moderation } from '../core/view/moderation.ts';
import type { Context, OpenDevice } from './context.ts';
import { hidingText, moderationHere } from './moderation-here.ts';

/** What is hidden for this person, and what of it they said yes to all the same. */
export interface Hidden {
  readonly moderation: Moderation;
  readonly evenHidden?: readonly ModuleId[];
}

/**
 * Does what meets hidden modules only after a yes to those very modules.
 *
 * @param isAgreed `--hidden` says yes to all of them; `--yes` does not.
 * @throws the refusal itself where nobody can answer; Cancelled for a no; as `act`.
 */
export async function withHidden<T>(
  context: Context,
  opened: OpenDevice,
  isAgreed: boolean,
  act: (hidden: Hidden) => Promise<T>,
): Promise<T> {
  const { moderation } = await moderationHere(context, opened);
  async function attempt(hidden: Hidden): Promise<T> {
    try {
      return await act(hidden);
    } catch (thrown) {
      const evenHidden = hiddenModules(thrown);
      if (evenHidden === undefined) throw thrown;
      if (!isAgreed) await confirmedHidden(context, thrown, moderation, evenHidden);
      return attempt({ moderation, evenHidden });
    }
  }
  return attempt({ moderation });
}

/** What an install met that is hidden, with what was said yes to before. */
function hiddenModules(thrown: unknown): ModuleId[] | undefined {
  if (!(thrown instanceof GenError) || thrown.reason !== 'hidden') return undefined;
  return (thrown.data['ids'] as readonly string[]).map(parseModuleId);
}

/** Asked at a terminal alone. */
async function confirmedHidden(
  { options, terminal, out }: Context,
  refusal: unknown,
  moderation: Moderation,
  ids: readonly ModuleId[],
): Promise<void> {
  if (!options.input || !terminal.interactive) throw refusal;
  for (const id of ids)
    for (const hiding of moderation.module(id)) out.note(`${id} is hidden by ${hidingText(hiding)}`);
  if (!(await terminal.confirm(`Install ${ids.join(', ')} all the same?`)))
    throw new GenError('Cancelled', 'aborted');
}
