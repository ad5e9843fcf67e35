import type { Did } from '../../../core/ids.ts';
import type { ModulePage } from '../../../ports/engine.ts';
import { DidText } from '../../components/identifier.tsx';
import styles from './lists.module.css';

/** `by … for …`: a release that somebody else than the owner made. */
export function OnBehalf({ page, author }: { page: ModulePage; author: Did }) {
  const { module, mine } = page;
  return (
    <>
      <span className={styles.pair}>
        by <DidText did={author} label="the identity of who made it" mine={author === mine} />
      </span>{' '}
      <span className={styles.pair}>
        for <DidText did={module.owner} label="the owner's identity" mine={module.owner === mine} />
      </span>
    </>
  );
}
