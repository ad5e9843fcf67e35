import { comparedKey } from '../../../../core/compared-key.ts';
import type { Did } from '../../../../core/ids.ts';
import styles from './devices.module.css';

/** The same on both screens, or somebody stands between. */
export function ComparedKey({ did, children }: { did: Did; children: string }) {
  return (
    <p className={styles.compared}>
      <code>{comparedKey(did)}</code>
      <span>{children}</span>
    </p>
  );
}
