import type { Identity } from '../../../../ports/engine.ts';
import { DidText } from '../../../components/identifier.tsx';
import { BackupForm } from '../backup-form.tsx';
import styles from './devices.module.css';

/** What is gone when this device signs for somebody else; with the means to keep it, where there is no backup. */
export function IdentityAtStake({ identity: { did, hasMain, backedUpAt } }: { identity: Identity }) {
  const shown = <DidText did={did} label="the identity of this device" />;
  if (!hasMain) return <p className={styles.soft}>Until then this device signs for {shown}</p>;
  if (backedUpAt !== undefined)
    return (
      <p className={styles.soft}>
        This replaces the identity of this device, of which you have a backup: {shown}
      </p>
    );
  return (
    <div className={styles.stake}>
      <p>
        This replaces the identity of this device, which <strong>has no backup</strong>. If you have published
        or rated here, back it up first.
      </p>
      <p>{shown}</p>
      <details>
        <summary>Back it up first</summary>
        <BackupForm />
      </details>
    </div>
  );
}
