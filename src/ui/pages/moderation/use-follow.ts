import type { ListName } from '../../../core/view/moderation.ts';
import { useAction, type Action } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { shortDid } from '../../text/format.ts';
import { tell, toasts } from '../../toasts.ts';

function nameOf(who: ListName): string {
  return who === 'admins' ? 'The admins of this registry' : shortDid(who);
}

/** Follows a list from now on. */
export function useFollow(): Action<[ListName]> {
  const { engine } = useServices();
  return useAction(async (who) => {
    await engine.followModerator(who);
    tell(`${nameOf(who)}: what they hide is hidden here now.`, 'Nobody is told that you follow.', 'good');
  });
}

/** Follows a list no more, and offers for a while to follow it again. */
export function useUnfollow(): Action<[ListName]> {
  const { engine } = useServices();
  const undo = useAction((who: ListName) => engine.followModerator(who));
  return useAction(async (who) => {
    await engine.unfollowModerator(who);
    const toast = toasts.add({
      title: `${nameOf(who)}: what they hide is shown here again.`,
      timeout: 10_000,
      actionProps: {
        children: 'Undo',
        onClick: () => {
          toasts.close(toast);
          void undo.run(who);
        },
      },
    });
  });
}
