import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import styles from './install-control.module.css';

interface UnconfirmedDialogProps {
  readonly version: string;
  readonly close: () => void;
  readonly confirm: () => void;
}

/** An unconfirmed release is installed only after an explicit yes. */
export function UnconfirmedDialog({ version, close, confirm }: UnconfirmedDialogProps) {
  return (
    <Dialog title={`Take ${version} without a receipt?`} close={close}>
      <p>
        Its signature is checked as always. But no relay has signed a receipt for it yet, so nobody vouches
        that everybody is shown the same release under this version.
      </p>
      <div className={styles.row}>
        <Button
          look="primary"
          onClick={() => {
            close();
            confirm();
          }}
        >
          Take it anyway
        </Button>
        <Button onClick={close}>Wait</Button>
      </div>
    </Dialog>
  );
}
