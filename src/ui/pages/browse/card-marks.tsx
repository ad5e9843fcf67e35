import type { Card } from '../../../ports/search.ts';
import { jobAbout } from '../../../ports/module-state.ts';
import { useActivity } from '../../activity.tsx';
import { Badge } from '../../components/badge.tsx';
import { shownState } from '../../text/module-state.ts';
import styles from './module-row.module.css';

/** What is so of a module on this device. */
export function CardMarks({ card: { id, installed, update, version, pending, hidden } }: { card: Card }) {
  const { value = [] } = useActivity();
  const newer = update ? version : undefined;
  const { name, word, badge, detail } = shownState({
    installed,
    newer,
    job: jobAbout(value, { id, newer }),
  });
  return (
    <>
      {name === 'not-installed' ? null : (
        <Badge tone={badge} title={detail}>
          {word}
        </Badge>
      )}
      {pending ? (
        <Badge tone="warn" title="On this device only; the registry has not signed a receipt for it.">
          Not published yet
        </Badge>
      ) : null}
      {hidden ? <Badge tone="warn">Hidden</Badge> : null}
    </>
  );
}

/** Shows only where the check takes long: a signature that is about to be checked is no news. */
export function Unchecked({ card: { checked, pending } }: { card: Card }) {
  if (checked || pending) return null;
  return (
    <span className={styles.unchecked}>
      <Badge title="The signature of this entry has not been checked on this device yet.">
        Not checked yet
      </Badge>
    </span>
  );
}
