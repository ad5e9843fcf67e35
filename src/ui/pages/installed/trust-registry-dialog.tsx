import type { Did } from '../../../core/ids.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import styles from './sets.module.css';

interface TrustRegistryDialogProps {
  readonly file: string;
  readonly root: Did;
  readonly close: () => void;
  readonly confirm: () => void;
}

/** On a device that belongs to no registry yet: whose word is to count here. */
export function TrustRegistryDialog({ file, root, close, confirm }: TrustRegistryDialogProps) {
  return (
    <Dialog title="Trust this registry?" close={close}>
      <div className={styles.trust}>
        <p>This device belongs to no registry yet. {file} is of the one with this key:</p>
        <code className={styles.key}>{root}</code>
        <p className={styles.soft}>
          Compare it with whoever gave you the file. From then on only what this key stands behind counts
          here.
        </p>
        <div className={styles.row}>
          <Button
            look="primary"
            onClick={() => {
              close();
              confirm();
            }}
          >
            Trust this registry
          </Button>
          <Button onClick={close}>Leave it</Button>
        </div>
      </div>
    </Dialog>
  );
}
