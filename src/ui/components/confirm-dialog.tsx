import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import styles from './confirm-dialog.module.css';

interface ConfirmDialogProps {
  /** A question. */
  readonly title: string;
  /** What is lost by a yes. */
  readonly children: ReactNode;
  /** On the button that says yes. */
  readonly yes: string;
  readonly close: () => void;
  readonly confirm: () => void;
}

/** Before something that cannot be undone. */
export function ConfirmDialog({ title, children, yes, close, confirm }: ConfirmDialogProps) {
  return (
    <Dialog title={title} close={close}>
      <p>{children}</p>
      <div className={styles.actions}>
        <Button
          look="danger"
          onClick={() => {
            close();
            confirm();
          }}
        >
          {yes}
        </Button>
        <Button onClick={close}>Keep it</Button>
      </div>
    </Dialog>
  );
}
