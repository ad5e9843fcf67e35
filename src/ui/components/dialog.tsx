import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
  /** The title is read, not shown. */
  readonly bare?: boolean;
}

/** Open while it is rendered; focus goes in, and back when it closes. */
export function Dialog({ title, close, children, bare = false }: DialogProps) {
  return (
    <Base.Root open onOpenChange={(open) => (open ? undefined : close())}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={bare ? styles.bare : styles.popup}>
          <Base.Title className={bare ? 'visually-hidden' : styles.title}>{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
