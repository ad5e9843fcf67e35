import { useLocation } from '@tanstack/react-router';
import { Icon } from './icon.tsx';
import styles from './drop-hint.module.css';

/** Over the whole window while a file is dragged over it; what is let go falls through it. */
export function DropHint() {
  const { pathname } = useLocation();
  const publishes = pathname === '/publish';
  return (
    <div className={styles.hint} aria-hidden="true">
      <div>
        <Icon name={publishes ? 'publish' : 'file'} size={36} />
        <strong>{publishes ? 'Drop it to publish it' : 'Drop it to check it'}</strong>
        <span>
          {publishes
            ? 'It is sent nowhere before you press Publish.'
            : 'It is read on this device. Nothing is uploaded.'}
        </span>
      </div>
    </div>
  );
}
