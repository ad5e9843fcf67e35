import type { Did } from '../../core/ids.ts';
import { shortDid, shortHash } from '../text/format.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './identifier.module.css';

/** An identity: short to read, whole to copy. */
export function DidText({ did, label, mine = false }: { did: Did; label: string; mine?: boolean }) {
  return (
    <span className={styles.identifier}>
      <code title={did}>{shortDid(did)}</code>
      {mine ? <span className={styles.note}>you</span> : null}
      <CopyButton text={did} label={`Copy ${label}`} />
    </span>
  );
}

/** A hash or record id. */
export function HashText({ hash, label }: { hash: string; label: string }) {
  return (
    <span className={styles.identifier}>
      <code title={hash}>{shortHash(hash)}</code>
      <CopyButton text={hash} label={`Copy ${label}`} />
    </span>
  );
}
