import { Toast } from '@base-ui/react/toast';
import { useEffect } from 'react';
import { shownToasts, toasterIsThere } from '../toasts.ts';
import { Icon } from './icon.tsx';
import styles from './toaster.module.css';

function Toasts() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast} swipeDirection={['down', 'right']}>
      <Toast.Content className={styles.content}>
        <div className={styles.words}>
          <Toast.Title className={styles.title} render={<p />} />
          <Toast.Description className={styles.description} />
        </div>
        <Toast.Action className={styles.action} />
        {/* Nothing is stacked here: what is seen may be pressed, with a screen reader too. */}
        <Toast.Close className={styles.close} aria-label="Dismiss" aria-hidden={false}>
          <Icon name="cross" size={14} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

export function Toaster() {
  // Runs after the effects of what it renders, the provider's among them.
  useEffect(toasterIsThere, []);
  return (
    <Toast.Provider toastManager={shownToasts} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
