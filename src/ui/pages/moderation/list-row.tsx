import type { ModeratorList } from '../../../ports/moderation.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { shortDid } from '../../text/format.ts';
import { listWords } from '../../text/moderation.ts';
import { KnownPerson } from './known-person.tsx';
import { useFollow, useUnfollow } from './use-follow.ts';
import styles from './moderation-page.module.css';

/** One list, whether it counts, and the switch for it. One's own has none. */
export function ListRow({ list }: { list: ModeratorList }) {
  const { who, own, followed } = list;
  const follow = useFollow();
  const unfollow = useUnfollow();
  const name = who === 'admins' ? 'the admins of this registry' : shortDid(who);
  return (
    <li className={styles.list}>
      <div className={styles.body}>
        <p className={styles.name}>
          {who === 'admins' ? (
            <strong>The admins of this registry</strong>
          ) : (
            <KnownPerson did={who} label="the moderator's identity" mine={own} />
          )}
          {own || followed ? null : <Badge tone="warn">Does not count</Badge>}
        </p>
        <p className={styles.facts}>
          {own ? 'Your own list; it always counts here. ' : ''}
          {listWords(list)}.
        </p>
      </div>
      {own ? null : followed ? (
        <Button
          small
          disabled={unfollow.running}
          aria-label={`Unfollow ${name}`}
          onClick={() => void unfollow.run(who)}
        >
          Unfollow
        </Button>
      ) : (
        <Button
          small
          look="primary"
          disabled={follow.running}
          aria-label={`Follow ${name}`}
          onClick={() => void follow.run(who)}
        >
          Follow
        </Button>
      )}
    </li>
  );
}
