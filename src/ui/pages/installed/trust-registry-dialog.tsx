import type { Did } from '../../../core/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
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
    <ConfirmDialog
      title="Trust this registry?"
      look="primary"
      yes="Trust this registry"
      no="Leave it"
      close={close}
      confirm={confirm}
    >
      <p>This device belongs to no registry yet. {file} is of the one with this key:</p>
      <code className={styles.key}>{root}</code>
      <p className={styles.soft}>
        Compare it with whoever gave you the file. From then on only what this key stands behind counts here.
      </p>
    </ConfirmDialog>
  );
}
