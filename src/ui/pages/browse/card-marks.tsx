import type { Card } from '../../../ports/search.ts';
import { Badge } from '../../components/badge.tsx';
import styles from './module-row.module.css';

/** What is so of a module on this device. */
export function CardMarks({ card: { installed, update, version, pending, hidden } }: { card: Card }) {
  return (
    <>
      {installed === undefined ? null : (
        <Badge tone="good">{installed === version ? 'Installed' : `Installed ${installed}`}</Badge>
      )}
      {update ? <Badge tone="warn">Update to {version}</Badge> : null}
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
