import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import styles from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
  /** The title is read, not shown. */
  readonly bare?: boolean;
  /** What has the focus first; without it, the first thing that can. */
  readonly firstFocus?: RefObject<HTMLElement | null>;
  /** For a dialog whose end takes away what opened it: whether the focus goes to the screen's heading instead. */
  readonly isLast?: () => boolean;
}

/** Open while it is rendered; focus goes in, and back when it closes. */
export function Dialog({ title, close, children, bare = false, firstFocus, isLast }: DialogProps) {
  return (
    <Base.Root open onOpenChange={(open) => (open ? undefined : close())}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          className={bare ? styles.bare : styles.popup}
          {...(firstFocus && { initialFocus: firstFocus })}
          finalFocus={() => (isLast?.() === true ? document.querySelector<HTMLElement>('main h1') : true)}
        >
          <Base.Title className={bare ? 'visually-hidden' : styles.title}>{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
