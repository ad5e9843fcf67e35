import type { Did } from '../../../core/ids.ts';
import type { Hiding } from '../../../core/view/moderation.ts';
import { Button } from '../../components/button.tsx';
import { useModerators } from '../../hooks/use-moderators.ts';
import { shortDid } from '../../text/format.ts';
import { useFollow, useUnfollow } from './use-follow.ts';

/**
 * Beside whoever is named as a moderator; nothing for oneself, whose list always counts.
 *
 * @param spoke for whom they spoke there: an admin's own list is another one than the registry's.
 */
export function FollowButton({ who, spoke }: { who: Did; spoke: Hiding['as'] }) {
  const { value } = useModerators();
  const follow = useFollow();
  const unfollow = useUnfollow();
  if (value === undefined) return null;
  const list = value.lists.find((one) => one.who === who);
  if (list?.own === true) return null;
  const what = spoke === 'admin' ? 'their own list' : 'their moderation list';
  return list?.followed === true ? (
    <Button
      small
      disabled={unfollow.running}
      aria-label={`Unfollow ${what}, ${shortDid(who)}`}
      onClick={() => void unfollow.run(who)}
    >
      Unfollow {what}
    </Button>
  ) : (
    <Button
      small
      disabled={follow.running}
      aria-label={`Follow ${what}, ${shortDid(who)}`}
      onClick={() => void follow.run(who)}
    >
      Follow {what}
    </Button>
  );
}
