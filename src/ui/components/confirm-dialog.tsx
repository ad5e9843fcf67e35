import { useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import styles from './confirm-dialog.module.css';

interface ConfirmDialogProps {
  /** A question. */
  readonly title: string;
  /** What a yes comes to, in paragraphs. */
  readonly children: ReactNode;
  /** On the button that says yes. */
  readonly yes: string;
  /** On the other one. */
  readonly no?: string;
  /** `primary` where nothing is lost by a yes. */
  readonly look?: 'danger' | 'primary';
  readonly close: () => void;
  readonly confirm: () => void;
}

/** Before something that cannot be undone, or is a person's to decide. Enter by reflex leaves all as it is. */
export function ConfirmDialog({
  title,
  children,
  yes,
  no = 'Keep it',
  look = 'danger',
  close,
  confirm,
}: ConfirmDialogProps) {
  const leave = useRef<HTMLButtonElement>(null);
  return (
    <Dialog title={title} close={close} firstFocus={leave}>
      {children}
      <div className={styles.actions}>
        <Button
          look={look}
          onClick={() => {
            close();
            confirm();
          }}
        >
          {yes}
        </Button>
        <Button ref={leave} onClick={close}>
          {no}
        </Button>
      </div>
    </Dialog>
  );
}
