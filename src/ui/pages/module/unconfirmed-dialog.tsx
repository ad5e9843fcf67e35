import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import styles from './install-control.module.css';

interface UnconfirmedDialogProps {
  readonly version: string;
  /** The receipt came while the question was open. */
  readonly arrived: boolean;
  readonly close: () => void;
  readonly confirm: () => void;
}

/** An unconfirmed release is installed only after an explicit yes. */
export function UnconfirmedDialog({ version, arrived, close, confirm }: UnconfirmedDialogProps) {
  return (
    <ConfirmDialog
      title={arrived ? `Take ${version}?` : `Take ${version} without a receipt?`}
      look="primary"
      yes={arrived ? 'Take it' : 'Take it anyway'}
      no={arrived ? 'Leave it' : 'Wait'}
      close={close}
      confirm={confirm}
    >
      <p>Its signature is checked as always.</p>
      <p aria-live="polite" className={styles.vouching}>
        {arrived
          ? 'A relay has just signed a receipt for it: nothing is missing any more.'
          : 'But no relay has signed a receipt for it yet, so nobody vouches that everybody is shown the same release under this version.'}
      </p>
    </ConfirmDialog>
  );
}
